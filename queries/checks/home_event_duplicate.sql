/*
title    = { zh = "重复填报的青年之家活动", en = "One event reported twice" }
why      = "同一个家、同一天、同一个活动、同样的人次，两行多半是同一场。"
source   = "青年之家云平台 → 活动管理 → 导出"
owner    = "团县委青年发展部"
reviewed = 2026-11-29
order    = 903
doubts   = "youth_home_event"
severity = "warn"
cure     = "核对签到表；同一场的，在平台上撤下一行。真办了两场的，活动名称里写明场次。"
caveat   = "活动名称、日期、参与人次都一样才算。第一行不算存疑。"
*/
WITH alike AS (
    SELECT
        _county AS county_code,
        coalesce(township, area_code) AS area_code,
        home_id,
        home,
        event,
        held_on,
        person_times,
        count(*) AS count,
        list({ 'batch': _batch, 'line': _line } ORDER BY _batch, _line)[2:] AS rows
    FROM youth_home_event
    WHERE person_times > 0
    GROUP BY ALL
    HAVING count(*) > 1
)

SELECT
    month.period,
    alike.area_code,
    alike.home AS unit,
    alike.held_on || ' ' || alike.home_id || ' ' || alike.event AS key,
    alike.held_on AS since,
    NULL::DATE AS due,
    alike.held_on || '“' || alike.event || '”有' || max(alike.count) || '行都是' || arg_max(alike.person_times, alike.count) || '人次' AS detail,
    flatten(list(alike.rows)) AS doubtful
FROM alike
JOIN month_end AS month
    ON month.area_code = alike.county_code
    AND alike.held_on <= month.last_day
GROUP BY month.period, alike.area_code, alike.home, alike.home_id, alike.event, alike.held_on
