/*
title    = { zh = "学校少先队组织", en = "Pioneer units by school" }
why      = "每所学校几个大队、中队、小队，多少队员，几个队有辅导员。"
columns  = { area_code = "学校", brigades = "大队", squadrons = "中队", squads = "小队", members = "队员", staffed = "有辅导员的队" }
source   = "县少工委 → 少先队基础数据统计"
owner    = "团县委学少部"
reviewed = 2026-11-22
order    = 503
*/
SELECT
    unit.area_code,
    count(*) FILTER (unit.kind = 'brigade') AS brigades,
    count(*) FILTER (unit.kind = 'squadron') AS squadrons,
    count(*) FILTER (unit.kind = 'squad') AS squads,
    sum(unit.members) FILTER (unit.kind = 'squad') AS members,    -- squads only: the rows above hold their sums
    count(*) FILTER (EXISTS (
        FROM counsellor AS staffed
        WHERE staffed._county = unit._county
            AND staffed.kind = unit.kind
            AND staffed.unit_id = unit.unit_id
            AND coalesce(staffed.school = unit.school, true)      -- many schools have a 四(1)中队
    )) AS staffed
FROM pioneer_unit AS unit
WHERE unit.kind IN ('brigade', 'squadron', 'squad')
GROUP BY unit.area_code
ORDER BY unit.area_code
