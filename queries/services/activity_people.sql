/*
title     = { zh = "活动覆盖人数", en = "People reached by activities" }
why       = "活动覆盖了多少人。台账写的是人，不是人次；一个人参加两场，两场各写一次。"
numerator = "写明人数的活动的人数之和"
unit      = "person"
better    = "higher"
over_time = "sum"
by        = { kind = "工作类别", brand = "品牌", scale = "层级" }
source    = "团委活动台账"
owner     = "团县委宣传部"
reviewed  = 2026-11-22
order     = 606
pages     = { activities = 5 }
caveat    = "是各场人数之和，没有按人去重，和人次不能相加。写“余”的是下限。"
*/
SELECT
    area_code,
    date_trunc('month', held_on)::DATE AS period,
    name AS unit,
    kind,
    brand,
    scale,
    people AS numerator,
    NULL::INTEGER AS denominator,
    coalesce(list_contains(_at_least, 'people'), false) AS lower_bound    -- 3万余名
FROM activity
WHERE people IS NOT NULL
