/*
title       = { zh = "文明实践志愿服务站村级覆盖率", en = "Villages with a volunteer station" }
why         = "新时代文明实践站里有没有青年志愿服务站。县、乡、村三级分开算，不混成一个“全覆盖”。"
numerator   = "月末至少有一个村级志愿服务站点的村社区数"
denominator = "村社区总数（名册里的）"
unit        = "percent"
better      = "higher"
over_time   = "last"
target      = 100
source      = "志愿服务系统 → 团体管理；吉安市2021年公布的县、乡、村三级全覆盖"
owner       = "团县委青年发展部"
reviewed    = 2026-11-22
order       = 370
caveat      = "只有区划名册里列了村社区的县才有数。设在村里的乡镇级站点不算村的。队伍不算站点。"
*/
SELECT
    village.area_code,
    village.period,
    village.name AS unit,
    (count(station.team_id) > 0)::INTEGER AS numerator,    -- one or many: the village counts once
    1 AS denominator
FROM area_month AS village
JOIN place_reported AS reported
    ON reported.dataset = 'volunteer_team'
    AND reported.area_code = coalesce(village.township_code, village.county_code)
    AND reported.period = village.period
    AND reported.by_village
LEFT JOIN volunteer_team_monthly AS station
    ON station.village = village.area_code
    AND station.period = village.period
    AND station.kind = 'station'
    AND station.level = 'village'    -- a township's station in a village is the township's
WHERE village.level = 'village'
    AND village.counts
GROUP BY ALL
