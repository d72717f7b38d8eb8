/*
title    = { zh = "同一时间在两处服务", en = "At two services at the same time" }
why      = "两条记录的起止时间重叠，一个人不会同时在两处。"
source   = "志愿服务记录与证明出具办法（试行），民政部令第67号，2020；志愿汇 → 时长记录（签到签退时间）"
owner    = "团县委青年发展部"
reviewed = 2026-11-29
order    = 927
doubts   = "volunteer_service"
severity = "error"
cure     = "找服务队核对签到签退，重叠的两条只留真的一条。"
caveat   = "导出的表里有开始时间和结束时间的才看得出；一条完了接着下一条不算重叠，结束早于开始的按到半夜算。不显示姓名，按志愿者键的末6位核对。"
*/
WITH record AS (
    SELECT
        day.area_code,
        day.county_code,
        day.person,
        day.served_on,
        record.row,
        record.project,
        record.started_at,
        CASE WHEN record.ended_at > record.started_at THEN record.ended_at ELSE TIME '24:00:00' END AS ended_at
    FROM volunteer_day AS day,
        unnest(day.records) AS records(record)
    WHERE record.started_at IS NOT NULL
        AND record.ended_at IS NOT NULL
),

clash AS (
    SELECT
        one.*,
        other.project AS other_project
    FROM record AS one
    JOIN record AS other
        ON other.person = one.person
        AND other.served_on = one.served_on
        AND other.county_code = one.county_code
        AND other.row <> one.row
        AND other.started_at < one.ended_at
        AND one.started_at < other.ended_at
)

SELECT
    month.period,
    clash.area_code,
    '志愿者' || clash.person AS unit,
    clash.person || ' ' || clash.served_on AS key,
    clash.served_on AS since,
    NULL::DATE AS due,
    clash.served_on || '有' || count(DISTINCT clash.row) || '条记录时间重叠：'
        || string_agg(DISTINCT clash.project, '、' ORDER BY clash.project) AS detail,
    list(DISTINCT clash.row) AS doubtful
FROM clash
JOIN month_end AS month
    ON month.area_code = clash.county_code
    AND clash.served_on <= month.last_day
GROUP BY month.period, clash.area_code, clash.person, clash.served_on
