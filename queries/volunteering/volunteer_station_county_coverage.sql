/*
title       = { zh = "文明实践志愿服务站县级覆盖率", en = "Counties with a volunteer station" }
why         = "新时代文明实践中心里有没有青年志愿服务站。县、乡、村三级分开算，不混成一个“全覆盖”。"
numerator   = "月末至少有一个县级志愿服务站点的县（市、区）数"
denominator = "县（市、区）总数"
unit        = "percent"
better      = "higher"
over_time   = "last"
target      = 100
source      = "志愿服务系统 → 团体管理；吉安市2021年公布的县、乡、村三级全覆盖"
owner       = "团县委青年发展部"
reviewed    = 2026-11-22
order       = 360
caveat      = "建在乡镇和村里的站点不算县级。队伍不算站点。"
*/
SELECT
    county.area_code,
    county.period,
    county.name AS unit,
    (count(station.team_id) > 0)::INTEGER AS numerator,    -- one or many: the county counts once
    1 AS denominator
FROM area_month AS county
JOIN place_reported AS reported
    ON reported.dataset = 'volunteer_team'
    AND reported.area_code = county.area_code
    AND reported.period = county.period
    AND reported.apart
LEFT JOIN volunteer_team_monthly AS station
    ON station._county = county.area_code
    AND station.period = county.period
    AND station.kind = 'station'
    AND station.level = 'county'    -- a township's station is not the county's
WHERE county.level = 'county'
    AND county.counts
GROUP BY ALL
