/*
title    = { zh = "未配备辅导员的队", en = "Units without a counsellor" }
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
    unit.period,
    unit.area_code,
    unit.name AS unit,
    unit.kind || ' ' || unit.unit_id AS key,
    NULL::DATE AS since,
    NULL::DATE AS due,
    CASE unit.kind WHEN 'brigade' THEN '大队' WHEN 'squadron' THEN '中队' ELSE '小队' END || '没有在册辅导员' AS detail
FROM pioneer_unit_monthly AS unit
JOIN place_reported AS reported                              -- no list at all: unknown
    ON reported.dataset = 'counsellor'
    AND reported.area_code = coalesce(unit.township, unit._county)
    AND reported.period = unit.period
ANTI JOIN counsellor_monthly AS counsellor
    ON counsellor.period = unit.period
    AND counsellor._county = unit._county
    AND counsellor.kind = unit.kind
    AND counsellor.unit_id = unit.unit_id
    AND coalesce(counsellor.school = unit.school, true)      -- many schools have a 四(1)中队
WHERE unit.kind IN ('brigade', 'squadron', 'squad')
