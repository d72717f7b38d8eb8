/*
title     = { zh = "青年之家辐射青年（估计）", en = "Young people in reach of Youth Homes (estimate)" }
why       = "各家估计能辐射到多少青年。是估计，不是登记，不能和人次、人数放在一起算。"
numerator = "月末运行的青年之家填报的辐射青年数之和"
unit      = "person"
better    = "neither"
over_time = "last"
source    = "青年之家名册；温岭市公布的辐射服务青年，2020"
owner     = "团县委青年发展部"
reviewed  = 2026-11-22
order     = 265
caveat    = "是各家自己的估计，辐射范围会重叠，加起来会重复。写“多”“余”的是下限。"
*/
SELECT
    area_code,
    period,
    name AS unit,
    reach AS numerator,
    NULL::INTEGER AS denominator,
    coalesce(list_contains(_at_least, 'reach'), false) AS lower_bound
FROM youth_home_monthly
WHERE status = 'open'
    AND reach IS NOT NULL
