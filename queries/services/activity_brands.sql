/*
title     = { zh = "活动品牌数", en = "Brands of activities" }
why       = "用了几个活动品牌。"
numerator = "这段时间有活动的不同品牌数"
unit      = "count"
better    = "neither"
over_time = "distinct"
source    = "团委活动台账"
owner     = "团县委宣传部"
reviewed  = 2026-11-22
order     = 609
pages     = { activities = 7 }
caveat    = "按名称认品牌。各乡镇相加会大于全县。"
*/
SELECT
    area_code,
    date_trunc('month', held_on)::DATE AS period,
    brand AS unit,
    1 AS numerator,
    NULL::INTEGER AS denominator
FROM activity
WHERE brand IS NOT NULL
GROUP BY ALL
