/*
title     = { zh = "少工委数", en = "Pioneer working committees" }
why       = "少工委建到了哪一级：县、乡镇、社区各有多少个。"
numerator = "月末在册的少工委数"
unit      = "count"
better    = "higher"
over_time = "last"
by        = { level = "层级" }
members   = { county = "县级", township = "乡镇级", community = "社区级" }
source    = "县少工委 → 少先队基础数据统计"
owner     = "团县委学少部"
reviewed  = 2026-11-22
order     = 505
pages     = { pioneers = 8 }
caveat    = "社区总数没有公布，社区少工委只报个数，不算覆盖率。"
*/
SELECT
    area_code,
    period,
    name AS unit,
    level,                                                   -- county, township, community
    1 AS numerator,
    NULL::INTEGER AS denominator
FROM pioneer_unit_monthly
WHERE kind = 'committee'
