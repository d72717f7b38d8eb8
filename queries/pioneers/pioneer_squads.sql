/*
title     = { zh = "少先队小队数", en = "Pioneer squads" }
called    = ["少先队小队", "小队数"]
why       = "有多少个小队。大队、中队、小队是三层，各数各的，不相加。"
numerator = "月末在册的小队数"
unit      = "count"
better    = "higher"
over_time = "last"
source    = "县少工委 → 少先队基础数据统计；少先队组织工作条例（试行），2021"
owner     = "团县委学少部"
reviewed  = 2026-11-22
order     = 502
pages     = { pioneers = 3 }
*/
SELECT
    area_code,
    period,
    name AS unit,
    1 AS numerator,
    NULL::INTEGER AS denominator
FROM pioneer_unit_monthly
WHERE kind = 'squad'
