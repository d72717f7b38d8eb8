/*
title     = { zh = "活动参加人次", en = "Person-times at activities" }
why       = "有多少人次参加了活动。"
numerator = "写明人次的活动的人次之和"
unit      = "person_time"
better    = "higher"
over_time = "sum"
by        = { kind = "工作类别", brand = "品牌", scale = "层级" }
source    = "团委活动台账"
owner     = "团县委宣传部"
reviewed  = 2026-11-22
order     = 607
pages     = { activities = 6 }
caveat    = "只写人数的活动不在内。写“余”的是下限。"
*/
SELECT
    area_code,
    date_trunc('month', held_on)::DATE AS period,
    name AS unit,
    kind,
    brand,
    scale,
    person_times AS numerator,
    NULL::INTEGER AS denominator,
    coalesce(list_contains(_at_least, 'person_times'), false) AS lower_bound    -- 4800余人次
FROM activity
WHERE person_times IS NOT NULL
