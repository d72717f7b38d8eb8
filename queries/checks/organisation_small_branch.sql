/*
title    = { zh = "不足3人的团支部", en = "Branches with fewer than 3 members" }
why      = "团支部要有3名以上团员。只有一两名的应当和别的单位建联合支部。"
source   = "中国共产主义青年团章程，2023，第二十二条；规则表“团支部规模”"
owner    = "团县委组织部"
reviewed = 2026-11-29
order    = 910
pages    = { emerging = 2 }
severity = "warn"
cure     = "核对团员数；确实不足3人的，并入邻近支部或建联合团支部。"
caveat   = "一个团员也没有的列在空心团组织里，这里不重复。没填团员数的不列。"
*/
SELECT
    organisation.period,
    organisation.area_code,
    organisation.name AS unit,
    organisation.org_id AS key,
    NULL::DATE AS since,
    NULL::DATE AS due,
    '只有' || organisation.members || '名团员，不足' || rule.minimum || '人' AS detail
FROM organisation_monthly AS organisation
JOIN rules.branch_size AS rule
    ON rule.valid_from <= organisation._as_of
    AND (rule.valid_to IS NULL OR organisation._as_of < rule.valid_to)
WHERE organisation.type = 'branch'
    AND organisation.members > 0                             -- none at all is a hollow branch
    AND organisation.members < rule.minimum
    AND NOT coalesce(list_contains(organisation._at_least, 'members'), false)
