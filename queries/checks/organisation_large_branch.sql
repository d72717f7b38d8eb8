/*
title    = { zh = "超过50人的团支部", en = "Branches with more than 50 members" }
why      = "团支部一般不超过50人。超过的，要么该分开建，要么把总数填进了一个支部。"
source   = "团支部工作条例（试行），2019，各地通知；规则表“团支部规模”"
owner    = "团县委组织部"
reviewed = 2026-11-29
order    = 911
pages    = { emerging = 4 }
severity = "warn"
cure     = "核对团员数；属实的，分成几个支部或建团总支。"
caveat   = "界线在规则表“团支部规模”里。只看团支部，团总支、团委不看。"
*/
SELECT
    organisation.period,
    organisation.area_code,
    organisation.name AS unit,
    organisation.org_id AS key,
    NULL::DATE AS since,
    NULL::DATE AS due,
    '有' || organisation.members || '名团员，超过' || rule.maximum || '人' AS detail
FROM organisation_monthly AS organisation
JOIN rules.branch_size AS rule
    ON rule.valid_from <= organisation._as_of
    AND (rule.valid_to IS NULL OR organisation._as_of < rule.valid_to)
WHERE organisation.type = 'branch'
    AND organisation.members > rule.maximum
