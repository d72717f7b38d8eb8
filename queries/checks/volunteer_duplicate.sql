/*
title    = { zh = "一次服务记了两遍", en = "One service recorded twice" }
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
        day.area_code,
        day.county_code,
        day.person,
        day.served_on,
        unnest(day.records, recursive := false) AS record
    FROM volunteer_day AS day
    WHERE day.count > 1
)

SELECT
    month.period,
    record.area_code,
    '志愿者' || record.person AS unit,
    record.person || ' ' || record.served_on || ' ' || record.record.project AS key,
    record.served_on AS since,
    NULL::DATE AS due,
    record.served_on || '“' || record.record.project || '”记了' || count(*) || '条，每条'
        || format('{:g}', record.record.hours::DOUBLE) || '小时' AS detail,
    list(record.record.row ORDER BY record.record.row)[2:] AS doubtful
FROM record
JOIN month_end AS month
    ON month.area_code = record.county_code
    AND record.served_on <= month.last_day
GROUP BY month.period, record.area_code, record.person, record.served_on, record.record.project, record.record.team,
    record.record.kind, record.record.hours, record.record.started_at, record.record.ended_at
HAVING count(*) > 1
QUALIFY row_number() OVER (                                  -- one project, one finding, however many lengths repeat
    PARTITION BY month.period, record.area_code, record.person, record.served_on, record.record.project
    ORDER BY count(*) DESC, record.record.hours DESC, record.record.team, record.record.kind, record.record.started_at
) = 1
