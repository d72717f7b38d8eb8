/*
title       = { zh = "注册志愿者数", en = "Registered volunteers" }
called      = ["注册志愿者", "注册青年志愿者", "实名注册志愿者", "志愿者注册人数", "注册志愿者人数", "志愿者注册数"]
why         = "各支队伍登记了多少志愿者。登记了不等于去了，去了多少人看活跃志愿者。"
numerator   = "月末在册各志愿服务队的注册志愿者人数之和"
unit        = "person"
better      = "higher"
over_time   = "last"
source      = "志愿服务系统 → 团体管理；中国注册志愿者管理办法，2013"
owner       = "团县委青年发展部"
reviewed    = 2026-11-22
order       = 305
caveat      = "名册只有每队的人数，没有人名：一个人在两支队里登记，会算两次。没填人数的队不算0，不进来。"
*/
SELECT
    area_code,
    period,
    name AS unit,
    volunteers AS numerator,
    NULL::INTEGER AS denominator,
    coalesce(list_contains(_at_least, 'volunteers'), false) AS lower_bound    -- 6.6万余人
FROM volunteer_team_monthly
WHERE kind <> 'station'
    AND volunteers IS NOT NULL
