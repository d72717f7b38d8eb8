/*
title     = { zh = "校外实践基地数", en = "Off-campus Pioneer bases" }
why       = "红领巾校外实践有多少去处，什么主题。"
numerator = "月末在册的校外实践基地数"
unit      = "count"
better    = "higher"
over_time = "last"
by        = { theme = "课程主题" }
source    = "县少工委 → 少先队基础数据统计"
owner     = "团县委学少部"
reviewed  = 2026-11-22
order     = 507
pages     = { pioneers = 10 }
caveat    = "没写主题的基地只进总数，不进分主题。"
*/
SELECT
    area_code,
    period,
    name AS unit,
    theme,
    1 AS numerator,
    NULL::INTEGER AS denominator
FROM pioneer_unit_monthly
WHERE kind = 'base'
