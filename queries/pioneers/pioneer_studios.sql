/*
title     = { zh = "辅导员名师工作室数", en = "Master counsellor studios" }
why       = "有几个名师工作室带辅导员。"
numerator = "月末在册的名师工作室数"
unit      = "count"
better    = "higher"
over_time = "last"
source    = "县少工委 → 少先队基础数据统计"
owner     = "团县委学少部"
reviewed  = 2026-11-22
order     = 514
pages     = { pioneers = 11 }
*/
SELECT
    area_code,
    period,
    name AS unit,
    1 AS numerator,
    NULL::INTEGER AS denominator
FROM pioneer_unit_monthly
WHERE kind = 'studio'
