/*
title     = { zh = "活动场次", en = "Activities (sittings)" }
why       = "台账里按“场次”计的活动有多少。期、场、场次、次是不同的单位，各数各的，不相加。"
numerator = "计量单位是“场次”的数量之和"
unit      = "session"
better    = "higher"
over_time = "sum"
by        = { kind = "工作类别", brand = "品牌", scale = "层级" }
source    = "团委活动台账"
owner     = "团县委宣传部"
reviewed  = 2026-11-22
order     = 601
pages     = { activities = 3 }
caveat    = "青年之家和志愿服务的活动在各自的表里，不在这里。写“余”的是下限。"
*/
SELECT
    area_code,
    date_trunc('month', held_on)::DATE AS period,
    name AS unit,
    kind,
    brand,
    scale,                                                   -- central: the county's or city's own; grassroots
    quantity AS numerator,
    NULL::INTEGER AS denominator,
    coalesce(list_contains(_at_least, 'quantity'), false) AS lower_bound
FROM activity
WHERE measure = 'turn'                                  -- 期, 场, 场次, 次 and 个 are never added together
