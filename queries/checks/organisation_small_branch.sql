/*
title    = { zh = "不足3人的团支部", en = "Branches with fewer than 3 members" }
why      = "团支部要有3名以上团员。只有一两名的应当和别的单位建联合支部。"
source   = "中国共产主义青年团章程，2023，第二十二条"
owner    = "团县委组织部"
reviewed = 2026-11-22
order    = 910
pages    = { emerging = 2 }
severity = "warn"
cure     = "核对团员数；确实不足3人的，并入邻近支部或建联合团支部。"
caveat   = "一个团员也没有的列在空心团组织里，这里不重复。没填团员数的不列。"
*/
SELECT
    period,
    area_code,
    name AS unit,
    org_id AS key,
    NULL::DATE AS since,
    NULL::DATE AS due,
    '只有' || members || '名团员，不足3人' AS detail
FROM organisation_monthly
WHERE type = 'branch'
    AND members BETWEEN 1 AND 2                              -- none at all is a hollow branch
    AND NOT coalesce(list_contains(_at_least, 'members'), false)
