/*
title    = { zh = "未受理事项", en = "Cases nobody has taken up" }
why      = "青年提出后7天仍无人办理。"
source   = "本系统的口径"
owner    = "团县委权益部"
reviewed = 2026-11-22
order    = 630
pages    = { services = 1 }
severity = "warn"
cure     = "当天交办到责任单位，并给青年回个话。"
*/
SELECT
    month.period,
    matter.area_code,
    matter.case_id AS unit,
    matter.case_id AS key,
    matter.raised_on + rule.days::INTEGER + 1 AS since,
    matter.raised_on + rule.days::INTEGER AS due,
    matter.raised_on || '提出，到' || month.last_day || '已有' || (month.last_day - matter.raised_on) || '天，还没有办理' AS detail
FROM main.case AS matter
JOIN reported AS month
    ON month.dataset = 'case'
    AND month.county_code = matter._county
JOIN rules.follow_up_days AS rule
    ON rule.matter = 'case_handled'
    AND rule.valid_from <= month.last_day
    AND (rule.valid_to IS NULL OR month.last_day < rule.valid_to)
WHERE month.last_day - matter.raised_on > rule.days
    AND matter.raised_on <= month.last_day
    AND (matter.handled_on IS NULL OR matter.handled_on > month.last_day)
    AND (matter.closed_on IS NULL OR matter.closed_on > month.last_day)
