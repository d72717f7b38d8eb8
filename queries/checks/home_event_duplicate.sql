/*
title    = { zh = "一场活动报了两遍", en = "One event reported twice" }
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
SELECT
    month.period,
    coalesce(event.township, event.area_code) AS area_code,
    event.home AS unit,
    event.held_on || ' ' || event.home_id || ' ' || event.event AS key,
    event.held_on AS since,
    NULL::DATE AS due,
    event.held_on || '“' || event.event || '”有' || count(*) || '行都是' || event.person_times || '人次' AS detail,
    list({ 'batch': event._batch, 'line': event._line } ORDER BY event._batch, event._line)[2:] AS doubtful
FROM youth_home_event AS event
JOIN month_end AS month
    ON month.area_code = event._county
    AND event.held_on <= month.last_day
WHERE event.person_times > 0
GROUP BY month.period, event.township, event.area_code, event.home, event.home_id, event.held_on, event.event, event.person_times
HAVING count(*) > 1
QUALIFY row_number() OVER (
    PARTITION BY month.period, event.township, event.area_code, event.home, event.home_id, event.held_on, event.event
    ORDER BY event.person_times DESC
) = 1
