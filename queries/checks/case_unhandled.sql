/*
title    = { zh = "提出后没人办的事", en = "Cases nobody has taken up" }
why      = "青年提出来7天还没有人办。"
source   = "本系统的口径"
owner    = "团县委权益部"
reviewed = 2026-11-22
order    = 630
pages    = { services = 1 }
severity = "warn"
cure     = "当天交办到责任单位，并给青年回个话。"
*/
WITH latest AS (                                              -- as far as the county's register goes
    SELECT _county, greatest(max(raised_on), max(handled_on), max(closed_on)) AS day
    FROM main.case
    GROUP BY _county
)

SELECT
    matter.area_code,
    matter.case_id AS unit,
    matter.raised_on || '提出，' || (latest.day - matter.raised_on) || '天还没有办理' AS detail
FROM main.case AS matter
JOIN latest ON latest._county = matter._county
JOIN rules.follow_up_days AS rule
    ON rule.matter = 'case_handled'
    AND rule.valid_from <= latest.day
    AND (rule.valid_to IS NULL OR latest.day < rule.valid_to)
WHERE matter.handled_on IS NULL
    AND matter.closed_on IS NULL
    AND latest.day - matter.raised_on > rule.days
