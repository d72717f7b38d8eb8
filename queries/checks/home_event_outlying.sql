/*
title    = { zh = "人次明显偏高的活动", en = "Events far larger than the home's others" }
why      = "一个家平时一场二三十人，忽然一场报了几百人，多半多写了一个0，或把一年的写在了一场上。"
source   = "离群值检验：距一年中位数5倍绝对中位差，CD2030；规则表“挤水分的界线”"
owner    = "团县委青年发展部"
reviewed = 2026-11-29
order    = 904
doubts   = "youth_home_event"
severity = "warn"
cure     = "核对签到表；写错的改正，真是大活动的写进备注。"
caveat   = "和同一个家前一年的各场比。场次不够、数太小的不看。"
*/
WITH compared AS (
    SELECT
        *,
        count(person_times) OVER before AS events,
        median(person_times) OVER before AS middle,
        mad(person_times) OVER before AS spread
    FROM youth_home_event
    WHERE person_times > 0
    WINDOW before AS (
        PARTITION BY _county, coalesce(township, ''), home_id ORDER BY held_on
        RANGE BETWEEN INTERVAL 365 DAY PRECEDING AND INTERVAL 1 DAY PRECEDING
    )
)

SELECT
    month.period,
    coalesce(found.township, found.area_code) AS area_code,
    found.home AS unit,
    found.held_on || ' ' || found.home_id || ' ' || found.event AS key,
    found.held_on AS since,
    NULL::DATE AS due,
    found.held_on || '“' || any_value(found.event) || '”报了' || max(found.person_times) || '人次，前一年' || max(found.events)
        || '场的中位数是' || format('{:g}', max(found.middle)) AS detail,
    list({ 'batch': found._batch, 'line': found._line }) AS doubtful
FROM compared AS found
JOIN rules.audit_limit AS rule
    ON rule.rule = 'year_median'
    AND rule.valid_from <= found.held_on
    AND (rule.valid_to IS NULL OR found.held_on < rule.valid_to)
JOIN rules.audit_limit AS size
    ON size.rule = 'outlier_size'
    AND size.valid_from <= found.held_on
    AND (size.valid_to IS NULL OR found.held_on < size.valid_to)
JOIN month_end AS month
    ON month.area_code = found._county
    AND found.held_on <= month.last_day
WHERE found.events >= rule.least
    AND found.person_times >= size.amount
    AND found.person_times >= rule.times * found.middle
    AND found.person_times > found.middle + rule.amount * found.spread
GROUP BY month.period, coalesce(found.township, found.area_code), found.home, found.held_on, found.home_id, found.event
