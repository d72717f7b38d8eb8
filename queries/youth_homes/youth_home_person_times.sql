/*
title       = { zh = "青年之家活动人次", en = "Youth Home person-times" }
called      = ["青年之家参与人次", "青年之家参加人次", "青年之家活动参与人次", "青年之家活动参加人次", "青年之家服务人次", "青年之家服务青年人次", "青年之家参加活动人次", "青年之家参与活动人次"]
why         = "有多少人次进了青年之家。同一个人来三次是3人次，不是3人。"
numerator   = "各场活动的参与人次之和"
unit        = "person_time"
better      = "higher"
over_time   = "sum"
source      = "青年之家云平台 → 活动管理（参与人次）"
owner       = "团县委青年发展部"
reviewed    = 2026-11-22
order       = 260
caveat      = "没填人次的场次不算0，不进来。用的是参与人次，不是签到人次。"
*/
SELECT
    area_code,
    period,
    home AS unit,
    sum(person_times) AS numerator,
    NULL::INTEGER AS denominator,
    bool_or(lower_bound) AS lower_bound
FROM home_event
WHERE person_times IS NOT NULL
GROUP BY ALL
