/*
title    = { zh = "即将届满", en = "Terms about to expire" }
why      = "90天内到期的，现在就要准备。"
source   = "中国共产主义青年团章程，2023；基层组织选举工作条例，中青发〔2025〕1号"
owner    = "团县委组织部"
reviewed = 2026-11-22
order    = 141
severity = "warn"
cure     = "通知组织做换届准备：报请示、定方案、推候选人。"
*/
WITH term_due AS (
    SELECT
        term.area_code,
        term.name,
        term._as_of AS day,
        term.approval,
        term.extended_to,
        rule.extension_months,
        rule.due_soon_days,
        coalesce(term.due_on, (term.started_on + to_years(rule.years::INTEGER))::DATE) AS due_on
    FROM term
    LEFT JOIN rules.term_length AS rule                      -- the one in force when the term began
        ON rule.body = term.body
        AND rule.valid_from <= term.started_on
        AND (rule.valid_to IS NULL OR term.started_on < rule.valid_to)
    WHERE term.body NOT LIKE '%congress'
        AND term.held_on IS NULL
)

SELECT
    area_code,
    name AS unit,
    due_on || '应换届，还有' || (due_on - day) || '天' AS detail
FROM term_due
WHERE due_on BETWEEN day AND day + due_soon_days::INTEGER
