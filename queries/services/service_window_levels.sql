/*
title     = { zh = "设青年服务窗口的层级数", en = "Levels with a service window" }
why       = "行政服务中心里的青年服务窗口，市、县、乡镇几级都设了没有。"
numerator = "这段时间有服务窗口的不同层级数"
unit      = "count"
better    = "higher"
over_time = "distinct"
source    = "吉安市公布的市、县两级行政服务中心青年服务窗口，2021"
owner     = "团县委权益部"
reviewed  = 2026-11-22
order     = 610
pages     = {}
caveat    = "一级里设几个只算一级；有几个看活动处数里的“服务窗口”。"
*/
SELECT
    activity.area_code,
    date_trunc('month', activity.held_on)::DATE AS period,
    area.level AS unit,
    1 AS numerator,
    NULL::INTEGER AS denominator
FROM activity
JOIN area ON area.area_code = activity.area_code
WHERE activity.kind = 'service_window'
    AND activity.quantity > 0
GROUP BY ALL
