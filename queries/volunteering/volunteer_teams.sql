/*
title       = { zh = "志愿服务队数", en = "Volunteer teams" }
called      = ["志愿服务队", "志愿服务队伍", "志愿者队伍", "青年志愿服务队", "青年志愿者队伍", "青年志愿服务队伍", "志愿服务团队", "志愿队伍"]
why         = "有多少支青年志愿服务队。站点是地方，不是队伍，另算。"
numerator   = "月末在册的志愿服务队数（不含站点）"
unit        = "count"
better      = "higher"
over_time   = "last"
by          = { kind = "队伍类型" }
source      = "志愿服务系统 → 团体管理；志愿服务记录与证明出具办法（试行），民政部令第67号，2020"
owner       = "团县委青年发展部"
reviewed    = 2026-11-22
order       = 300
*/
SELECT
    area_code,
    period,
    name AS unit,
    kind,
    1 AS numerator,
    NULL::INTEGER AS denominator
FROM volunteer_team_monthly
WHERE kind <> 'station'                                          -- a station is a place
