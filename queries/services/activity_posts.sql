/*
title     = { zh = "提供岗位数", en = "Posts offered" }
why       = "实习见习、招聘活动提供了多少岗位。"
numerator = "写明岗位数的活动的岗位数之和"
unit      = "count"
better    = "higher"
over_time = "sum"
by        = { kind = "工作类别", brand = "品牌", scale = "层级" }
source    = "团委活动台账"
owner     = "团县委宣传部"
reviewed  = 2026-11-22
order     = 608
pages     = { services = 5 }
*/
SELECT
    area_code,
    date_trunc('month', held_on)::DATE AS period,
    name AS unit,
    kind,
    brand,
    scale,
    posts AS numerator,
    NULL::INTEGER AS denominator,
    coalesce(list_contains(_at_least, 'posts'), false) AS lower_bound    -- 300余个
FROM activity
WHERE posts IS NOT NULL
