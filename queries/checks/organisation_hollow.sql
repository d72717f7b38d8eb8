/*
title    = { zh = "空心团组织", en = "Hollow organisations" }
why      = "挂着牌子，一名团员也没有，下面也没有组织。"
source   = "智慧团建 → 空心团委、空心团支部名单"
owner    = "团县委组织部"
reviewed = 2026-11-22
order    = 915
pages    = { emerging = 1 }
doubts   = "organisation"
severity = "warn"
cure     = "团员没录进系统的补录；确实没有团员的，整顿、合并或撤销。"
caveat   = "下面还有组织的团委、团总支，团员在下级，不算空心。领导机关不列。没填团员数的不列。"
*/
SELECT
    organisation.period,
    organisation.area_code,
    organisation.name AS unit,
    organisation.org_id AS key,
    NULL::DATE AS since,
    NULL::DATE AS due,
    '团员数是0，下面没有组织' AS detail,
    [{ 'batch': organisation._batch, 'line': organisation._line }] AS doubtful
FROM organisation_monthly AS organisation
ANTI JOIN organisation_monthly AS lower
    ON lower.period = organisation.period
    AND lower._county = organisation._county
    AND lower.parent_name IN (organisation.name, organisation.short_name)
WHERE organisation.members = 0
    AND organisation.type <> 'leading_body'
