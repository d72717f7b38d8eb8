/*
title    = { zh = "即将届满", en = "Terms about to expire" }
why      = "90天内到期的，现在就要准备。"
source   = "中国共产主义青年团章程，2023；基层组织选举工作条例，中青发〔2025〕1号"
owner    = "团县委组织部"
reviewed = 2026-11-22
order    = 141
pages    = { terms = 3 }
severity = "warn"
cure     = "通知组织做换届准备：报请示、定方案、推候选人。"
*/
SELECT
    period,
    area_code,
    name AS unit,
    body_id AS key,
    due_on - due_soon_days::INTEGER AS since,
    due_on AS due,
    due_on || '应换届，还有' || (due_on - day) || '天' AS detail
FROM term_month
WHERE NOT is_congress
    AND held_on IS NULL
    AND due_on BETWEEN day AND day + due_soon_days::INTEGER
