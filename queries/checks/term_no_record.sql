/*
title    = { zh = "无届期记录", en = "No record of a term" }
why      = "不知道哪天起的，就不知道哪天到期。"
source   = "中国共产主义青年团章程，2023；基层组织选举工作条例，中青发〔2025〕1号"
owner    = "团县委组织部"
reviewed = 2026-11-22
order    = 143
pages    = { terms = 4 }
severity = "warn"
cure     = "查档案补上本届起始时间。"
*/
SELECT
    period,
    area_code,
    name AS unit,
    body_id AS key,
    NULL::DATE AS since,
    NULL::DATE AS due,
    '没有起始日期，也没有应换届日期' AS detail
FROM term_month
WHERE NOT is_congress
    AND held_on IS NULL
    AND due_on IS NULL
