/*
title    = { zh = "没有辅导员的队", en = "Units without a counsellor" }
why      = "每个大队、中队、小队都要有人带。"
source   = "少先队辅导员管理办法，2023"
owner    = "团县委学少部"
reviewed = 2026-11-22
order    = 523
pages    = { pioneers = 2 }
severity = "warn"
cure     = "请学校少工委推荐人选；已经有人带的，在登记表里补上所带队的编号。"
*/
SELECT
    unit.area_code,
    unit.name AS unit,
    CASE unit.kind WHEN 'brigade' THEN '大队' WHEN 'squadron' THEN '中队' ELSE '小队' END || '没有在册辅导员' AS detail
FROM pioneer_unit AS unit
SEMI JOIN counsellor AS any_of ON any_of._county = unit._county    -- no list at all: unknown
ANTI JOIN counsellor
    ON counsellor._county = unit._county
    AND counsellor.kind = unit.kind
    AND counsellor.unit_id = unit.unit_id
    AND coalesce(counsellor.school = unit.school, true)            -- many schools have a 四(1)中队
WHERE unit.kind IN ('brigade', 'squadron', 'squad')
