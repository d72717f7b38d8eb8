/*
title    = { zh = "逾期未办结事项", en = "Cases open for too long" }
why      = "办了很久还没有办结，超过了规则表“督办时限”里的天数。"
source   = "本系统的口径"
owner    = "团县委权益部"
reviewed = 2026-11-22
order    = 631
pages    = { services = 2 }
severity = "warn"
cure     = "问清卡在哪里；一时解决不了的，写明原因和下一步。"
*/
SELECT
    month.period,
    matter.area_code,
    matter.case_id AS unit,
    matter.case_id AS key,
    matter.raised_on + rule.days::INTEGER + 1 AS since,
    matter.raised_on + rule.days::INTEGER AS due,
    matter.handled_on || '开始办，到' || month.last_day || '还没有办结' AS detail
FROM main.case AS matter
JOIN reported AS month
    ON month.dataset = 'case'
    AND month.county_code = matter._county
JOIN rules.follow_up_days AS rule
    ON rule.matter = 'case_closed'
    AND rule.valid_from <= month.last_day
    AND (rule.valid_to IS NULL OR month.last_day < rule.valid_to)
WHERE month.last_day - matter.raised_on > rule.days
    AND matter.handled_on <= month.last_day
    AND (matter.closed_on IS NULL OR matter.closed_on > month.last_day)
