/*
title     = { zh = "实践基地课程主题数", en = "Themes of the bases' courses" }
why       = "基地的课程开到了几个主题。"
numerator = "在册基地写明的不同课程主题数"
unit      = "count"
better    = "neither"
over_time = "distinct"
source    = "县少工委 → 少先队基础数据统计"
owner     = "团县委学少部"
reviewed  = 2026-11-22
order     = 508
pages     = {}
caveat    = "各乡镇相加会大于全县。"
*/
SELECT
    area_code,
    period,
    theme AS unit,
    1 AS numerator,
    NULL::INTEGER AS denominator
FROM pioneer_unit_monthly
WHERE kind = 'base'
    AND theme IS NOT NULL
GROUP BY ALL
