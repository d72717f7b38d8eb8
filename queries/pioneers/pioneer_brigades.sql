/*
title     = { zh = "少先队大队数", en = "Pioneer brigades" }
called    = ["少先队大队", "大队数"]
why       = "有多少个大队。大队、中队、小队是三层，各数各的，不相加。"
numerator = "月末在册的大队数"
unit      = "count"
better    = "higher"
over_time = "last"
source    = "县少工委 → 少先队基础数据统计；少先队组织工作条例（试行），2021"
owner     = "团县委学少部"
reviewed  = 2026-11-22
order     = 500
pages     = { pioneers = 1 }
*/
SELECT
    area_code,
    period,
    name AS unit,
    1 AS numerator,
    NULL::INTEGER AS denominator
FROM pioneer_unit_monthly
WHERE kind = 'brigade'
