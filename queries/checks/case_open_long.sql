/*
title    = { zh = "久拖不结的事", en = "Cases open for too long" }
why      = "办了60天还没有办结。"
source   = "本系统的口径"
owner    = "团县委权益部"
reviewed = 2026-11-22
order    = 631
pages    = { services = 2 }
severity = "warn"
cure     = "问清卡在哪里；一时解决不了的，写明原因和下一步。"
*/
WITH latest AS (                                              -- as far as the county's register goes
    SELECT _county, greatest(max(raised_on), max(handled_on), max(closed_on)) AS day
    FROM main.case
    GROUP BY _county
)

SELECT
    matter.area_code,
    matter.case_id AS unit,
    matter.handled_on || '开始办，到' || latest.day || '还没有办结' AS detail
FROM main.case AS matter
JOIN latest ON latest._county = matter._county
JOIN rules.follow_up_days AS rule
    ON rule.matter = 'case_closed'
    AND rule.valid_from <= latest.day
    AND (rule.valid_to IS NULL OR latest.day < rule.valid_to)
WHERE matter.handled_on IS NOT NULL
    AND matter.closed_on IS NULL
    AND latest.day - matter.raised_on > rule.days
