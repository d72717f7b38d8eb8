/*
title    = { zh = "人数不合规定的小队", en = "Squads of the wrong size" }
why      = "一个小队5至13名队员。太少的并，太多的分。"
source   = "少先队组织工作条例（试行），2021，第四条"
owner    = "团县委学少部"
reviewed = 2026-11-22
order    = 520
pages    = { pioneers = 3 }
severity = "warn"
cure     = "请学校大队部核对名册；确实不合的，下学期重新编队。"
*/
SELECT
    unit.period,
    unit.area_code,
    unit.name AS unit,
    unit.unit_id AS key,
    NULL::DATE AS since,
    NULL::DATE AS due,
    unit.members || '名队员，规定是' || rule.minimum || '—' || rule.maximum || '名' AS detail
FROM pioneer_unit_monthly AS unit
JOIN rules.pioneer_size AS rule
    ON rule.kind = unit.kind
    AND rule.counts = 'members'
    AND rule.valid_from <= unit._as_of
    AND (rule.valid_to IS NULL OR unit._as_of < rule.valid_to)
WHERE unit.members > rule.maximum
    OR (unit.members < rule.minimum AND NOT coalesce(list_contains(unit._at_least, 'members'), false))
