/*
title    = { zh = "届满未换届", en = "Terms overdue" }
why      = "到期了没有换，也没有批准延期。"
source   = "中国共产主义青年团章程，2023；基层组织选举工作条例，中青发〔2025〕1号"
owner    = "团县委组织部"
reviewed = 2026-11-22
order    = 140
pages    = { terms = 1 }
severity = "error"
cure     = "请乡镇团委本月内组织换届；确有困难的，报同级党组织和上级团组织批准延期，并登记文号。"
*/
SELECT
    period,
    area_code,
    name AS unit,
    body_id AS key,
    due_on + 1 AS since,
    due_on AS due,
    due_on || '应换届，到' || day || '已超' || (day - due_on) || '天' AS detail
FROM term_month
WHERE NOT is_congress
    AND held_on IS NULL
    AND due_on < day
    AND (approval IS NULL OR extended_to IS NULL)
