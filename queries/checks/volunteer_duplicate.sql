/*
title    = { zh = "重复记录的志愿服务", en = "One service recorded twice" }
why      = "同一个人、同一天、同一个项目、同样的时长，两条记录多半是导了两遍或补录了已有的。"
source   = "志愿汇 / 志愿云 / i志愿 → 时长记录；志愿服务记录与证明出具办法（试行），民政部令第67号，2020"
owner    = "团县委青年发展部"
reviewed = 2026-11-29
order    = 928
doubts   = "volunteer_service"
severity = "warn"
cure     = "核对签到：真去了两次的，写明各自的起止时间；重复的作废一条。"
caveat   = "项目、团体、时长类型、时长都一样才算；起止时间写明不一样的不算。第一条不算存疑。不显示姓名，按志愿者键的末6位核对。"
*/
WITH record AS (
    SELECT
        area_code,
        county_code,
        person,
        served_on,
        unnest(records) AS told
    FROM volunteer_day
    WHERE count > 1
),

alike AS (
    SELECT
        area_code,
        county_code,
        person,
        served_on,
        told.project AS project,
        told.hours AS hours,
        count(*) AS count,
        list(told.row ORDER BY told.row)[2:] AS rows
    FROM record
    GROUP BY area_code, county_code, person, served_on, told.project, told.team, told.kind, told.hours, told.started_at, told.ended_at
    HAVING count(*) > 1
),

twice AS (                                                   -- one project, one finding, however many lengths repeat
    SELECT
        area_code,
        county_code,
        person,
        served_on,
        project,
        max(count) AS count,
        arg_max(hours, count * 100 + hours) AS hours,
        flatten(list(rows)) AS rows
    FROM alike
    GROUP BY ALL
)

SELECT
    month.period,
    twice.area_code,
    '志愿者' || twice.person AS unit,
    twice.person || ' ' || twice.served_on || ' ' || twice.project AS key,
    twice.served_on AS since,
    NULL::DATE AS due,
    twice.served_on || '“' || twice.project || '”记了' || twice.count || '条，每条' || format('{:g}', twice.hours::DOUBLE) || '小时' AS detail,
    twice.rows AS doubtful
FROM twice
JOIN month_end AS month
    ON month.area_code = twice.county_code
    AND twice.served_on <= month.last_day
