/*
title    = { zh = "下设队数不足的大队、中队", en = "Brigades and squadrons with too few units" }
why      = "两个以上小队才成立中队，两个以上中队才成立大队。"
source   = "少先队组织工作条例（试行），2021，第四条"
owner    = "团县委学少部"
reviewed = 2026-11-22
order    = 521
pages    = { pioneers = 5 }
severity = "warn"
cure     = "核对名册的上级编号；确实不够的，合并中队或改设独立中队。"
caveat   = "上级编号没填的，数不到上一级去。"
*/
SELECT
    unit.period,
    unit.area_code,
    unit.name AS unit,
    unit.kind || ' ' || unit.unit_id AS key,
    NULL::DATE AS since,
    NULL::DATE AS due,
    '下面只有' || count(below.unit_id) || '个队，至少要' || rule.minimum || '个' AS detail
FROM pioneer_unit_monthly AS unit
JOIN rules.pioneer_size AS rule
    ON rule.kind = unit.kind
    AND rule.counts = 'units'
    AND rule.valid_from <= unit._as_of
    AND (rule.valid_to IS NULL OR unit._as_of < rule.valid_to)
LEFT JOIN pioneer_unit_monthly AS below
    ON below.period = unit.period
    AND below._county = unit._county
    AND below.parent_id = unit.unit_id
    AND coalesce(below.school = unit.school, true)                 -- many schools have a 四(1)中队
GROUP BY unit.period, unit.area_code, unit.kind, unit.unit_id, unit.name, rule.minimum
HAVING count(below.unit_id) < rule.minimum
