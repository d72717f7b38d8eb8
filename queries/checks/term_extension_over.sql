/*
title    = { zh = "延期超限", en = "Extensions too long or used up" }
why      = "批准的延期支部不超过6个月，其他不超过1年；到期还没换的也要问。"
source   = "中国共产主义青年团章程，2023；基层组织选举工作条例，中青发〔2025〕1号"
owner    = "团县委组织部"
reviewed = 2026-11-22
order    = 142
pages    = { terms = 2 }
severity = "error"
cure     = "限期完成换届；批复超限的，请批准机关重新核定。"
*/
SELECT
    period,
    area_code,
    name AS unit,
    body_id AS key,
    CASE WHEN extended_to < day THEN extended_to + 1 END AS since,
    extended_to AS due,
    due_on || '应换届，批准延到' || extended_to
        || CASE WHEN extended_to < day THEN '，也过了' ELSE '，超过' || extension_months || '个月' END AS detail
FROM term_month
WHERE NOT is_congress
    AND held_on IS NULL
    AND due_on < day
    AND approval IS NOT NULL
    AND (extended_to < day OR extended_to > due_on + to_months(extension_months::INTEGER))
