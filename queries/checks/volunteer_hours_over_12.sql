/*
title    = { zh = "一天服务超过12小时", en = "More than 12 hours in a day" }
why      = "一个人一天服务超过12小时，多半是几条记录重叠或忘了签退。"
source   = "志愿服务记录与证明出具办法（试行），民政部令第67号，2020；12小时为本系统的口径"
owner    = "团县委青年发展部"
reviewed = 2026-11-22
order    = 920
severity = "warn"
cure     = "找服务队核对签到签退时间；重复的记录作废。"
caveat   = "把一个人一天里各条已生效的记录加起来看。不显示姓名，按志愿者键的末6位核对。"
*/
WITH long_day AS (                                           -- few: everything below looks at these only
    SELECT
        person,
        served_on,
        sum(hours) AS hours
    FROM volunteer_service
    WHERE status = 'effective'
        AND person IS NOT NULL
        AND hours > 0
    GROUP BY person, served_on
    HAVING sum(hours) > 12 AND sum(hours) <= 24
),

told AS (
    SELECT
        CASE
            WHEN min(record.area_code) = max(record.area_code) THEN min(record.area_code)
            WHEN min(record.township) = max(record.township) THEN min(record.township)
            ELSE min(record._county)                         -- in two townships: for the county to settle
        END AS area_code,
        min(record._county) AS county_code,
        right(record.person, 6) AS person,
        record.served_on,
        record.served_on || '记了' || format('{:g}', long_day.hours::DOUBLE) || '小时，共' || count(*) || '条：'
            || string_agg(DISTINCT record.project, '、' ORDER BY record.project) AS detail
    FROM volunteer_service AS record
    JOIN long_day
        ON long_day.person = record.person
        AND long_day.served_on = record.served_on
    WHERE record.status = 'effective'
        AND record.hours > 0
    GROUP BY record.person, record.served_on, long_day.hours
)

SELECT
    month.period,
    told.area_code,
    '志愿者' || told.person AS unit,
    told.person || ' ' || told.served_on AS key,
    told.served_on AS since,
    NULL::DATE AS due,
    told.detail
FROM told
JOIN month_end AS month
    ON month.area_code = told.county_code
    AND told.served_on <= month.last_day
