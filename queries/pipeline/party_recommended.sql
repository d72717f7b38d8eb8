/*
title       = { zh = "推优入党人数", en = "Members recommended to the Party" }
called      = ["推优入党", "推荐优秀团员入党人数", "推荐优秀团员作为入党积极分子人数"]
why         = "团组织推荐了多少优秀团员，走的是哪一条路：推荐为入党积极分子，还是推荐为党的发展对象。"
numerator   = "一段时间里被推优的人数（按人去重）"
unit        = "person"
better      = "higher"
over_time   = "distinct"
by          = { field = "领域", route = "推优路径" }
members     = { recommend_activist = "推荐为入党积极分子", recommend_target = "推荐为党的发展对象" }
source      = "推优入党名册；江阴市共青团推优入党工程，2021"
owner       = "团县委组织部"
reviewed    = 2026-11-22
order       = 641
suppress    = true
pages       = { pipeline = 5 }
optional    = ["pipeline_event.result"]
caveat      = "一个人先后走两条路的，在每条路里各算1人，合起来还是1人。"
*/
SELECT
    area_code,
    date_trunc('month', on_date)::DATE AS period,
    person AS unit,
    field,
    step AS route,
    1 AS numerator,
    NULL::INTEGER AS denominator
FROM pipeline_event
WHERE step IN ('recommend_activist', 'recommend_target')
    AND result IS DISTINCT FROM 'failed'
    AND person IS NOT NULL
GROUP BY ALL
