/*
title       = { zh = "活跃志愿者人均时长", en = "Hours per active volunteer" }
why         = "去服务的人，一段时间里平均每人多少小时。注册志愿者每年不少于20小时。"
numerator   = "认得出人的已生效服务时长之和（小时）"
denominator = "一段时间里有时长的志愿者人数（按人去重）"
unit        = "hour"
better      = "higher"
over_time   = { numerator = "sum", denominator = "distinct" }
reaches     = "0 days"
source      = "中国注册志愿者管理办法，2013（每年不少于20小时）"
owner       = "团县委青年发展部"
reviewed    = 2026-11-22
order       = 345
caveat      = "20小时是按全年说的，月和季的数不能和它比，所以没有定目标。是平均数，不说明有多少人达到20小时。没写人的台账不在内。"
*/
SELECT
    area_code,
    date_trunc('month', served_on)::DATE AS period,
    person AS unit,
    sum(hours) AS numerator,
    1 AS denominator,
    coalesce(bool_or(list_contains(_at_least, 'hours')), false) AS lower_bound
FROM volunteer_service
WHERE status = 'effective'
    AND person IS NOT NULL
    AND hours IS NOT NULL
GROUP BY ALL
