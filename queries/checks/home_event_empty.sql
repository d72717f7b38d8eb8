/*
title    = { zh = "活动人次为零的青年之家", en = "Youth Home events with nobody there" }
why      = "报了活动，参与人次却是0。没有人来，就不算办了一场活动。"
source   = "青年之家云平台 → 活动管理（参与人次、签到人次）"
owner    = "团县委青年发展部"
reviewed = 2026-11-29
order    = 901
doubts   = "youth_home_event"
severity = "warn"
cure     = "补录签到；没有办成的，在平台上撤下。"
caveat   = "参与人次写了0的；没填参与人次的，签到人次是0也算。两样都没填的不知道，不列。"
*/
SELECT
    month.period,
    coalesce(event.township, event.area_code) AS area_code,
    event.home AS unit,
    event.held_on || ' ' || event.home_id || ' ' || event.event AS key,
    event.held_on AS since,
    NULL::DATE AS due,
    event.held_on || '“' || event.event || '”报了0人次' AS detail,
    list({ 'batch': event._batch, 'line': event._line }) AS doubtful
FROM youth_home_event AS event
JOIN month_end AS month
    ON month.area_code = event._county
    AND event.held_on <= month.last_day
WHERE coalesce(event.person_times, event.signed_in) = 0
GROUP BY month.period, event.township, event.area_code, event.home, event.home_id, event.held_on, event.event
