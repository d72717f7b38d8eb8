/*
title       = { zh = "青年之家活动场次", en = "Youth Home events" }
called      = ["青年之家活动", "青年之家活动数", "青年之家活动次数", "青年之家开展活动场次", "青年之家开展活动数", "青年之家开展活动次数", "青年之家举办活动场次"]
why         = "青年之家办了多少场活动。场次和人次分开看，不相加。"
numerator   = "活动场次（每行一场）"
unit        = "session"
better      = "higher"
over_time   = "sum"
source      = "青年之家云平台 → 活动管理；青年之家建设管理导则（试行），2019"
owner       = "团县委青年发展部"
reviewed    = 2026-11-22
order       = 250
caveat      = "活动记在办活动的家所在的乡镇；名册里找不到的家，记在活动表自己写的地方。停用前办的活动也算。"
*/
SELECT
    area_code,
    period,
    home AS unit,
    count(*) AS numerator,
    NULL::INTEGER AS denominator
FROM home_event
GROUP BY ALL
