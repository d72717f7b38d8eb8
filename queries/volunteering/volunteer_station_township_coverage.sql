/*
title       = { zh = "文明实践志愿服务站乡级覆盖率", en = "Townships with a volunteer station" }
why         = "新时代文明实践所里有没有青年志愿服务站。县、乡、村三级分开算，不混成一个“全覆盖”。"
numerator   = "月末至少有一个乡镇级志愿服务站点的乡镇街道数"
denominator = "乡镇街道总数（类似乡级单位不计）"
unit        = "percent"
better      = "higher"
over_time   = "last"
target      = 100
source      = "志愿服务系统 → 团体管理；吉安市2021年公布的县、乡、村三级全覆盖"
owner       = "团县委青年发展部"
reviewed    = 2026-11-22
order       = 365
caveat      = "村里的站点不算乡镇的。队伍不算站点。没有报的乡镇不进分母：旁边的填报数说几个没报，没报齐的不判断是否达标。"
*/
SELECT
    township.area_code,
    township.period,
    township.name AS unit,
    (count(station.team_id) > 0)::INTEGER AS numerator,    -- one or many: the township counts once
    1 AS denominator
FROM area_month AS township
JOIN place_reported AS reported
    ON reported.dataset = 'volunteer_team'
    AND reported.area_code = township.area_code
    AND reported.period = township.period
    AND reported.apart
LEFT JOIN volunteer_team_monthly AS station
    ON station.township = township.area_code
    AND station.period = township.period
    AND station.kind = 'station'
    AND station.level = 'township'    -- a village's station is not the township's
WHERE township.level = 'township'
    AND township.counts
GROUP BY ALL
