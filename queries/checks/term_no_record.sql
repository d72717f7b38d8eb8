/*
title    = { zh = "没有届期记录", en = "No record of a term" }
why      = "不知道哪天起的，就不知道哪天到期。"
source   = "中国共产主义青年团章程，2023；基层组织选举工作条例，中青发〔2025〕1号"
owner    = "团县委组织部"
reviewed = 2026-11-22
order    = 143
severity = "warn"
cure     = "查档案补上本届起始时间。"
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
    '没有起始日期，也没有应换届日期' AS detail
FROM term_due
WHERE due_on IS NULL
