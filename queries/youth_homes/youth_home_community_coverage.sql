/*
title       = { zh = "青年之家村社区覆盖率", en = "Villages with a Youth Home" }
why         = "青年之家有没有建到村和社区。和乡镇覆盖率分开算：“乡镇（社区）”混在一起就说不清分母。"
numerator   = "月末至少有一个运行中的青年之家的村社区数"
denominator = "名册里的村社区总数"
unit        = "percent"
better      = "higher"
over_time   = "last"
source      = "青年之家建设管理导则（试行），2019；民政局村社区名录"
owner       = "团县委青年发展部"
reviewed    = 2026-11-22
order       = 220
caveat      = "只有区划名册里列了村社区的县才有数；没写在哪个村的家不算任何村的。没有统一的目标值。"
*/
SELECT
    village.area_code,
    village.period,
    village.name AS unit,
    (count(home.home_id) > 0)::INTEGER AS numerator,         -- one or many: the village counts once
    1 AS denominator
FROM area_month AS village
JOIN place_reported AS reported
    ON reported.dataset = 'youth_home'
    AND reported.area_code = coalesce(village.township_code, village.county_code)
    AND reported.period = village.period
    AND reported.by_village
LEFT JOIN youth_home_monthly AS home
    ON home.village = village.area_code
    AND home.period = village.period
    AND home.status = 'open'
WHERE village.level = 'village'
    AND village.counts
GROUP BY ALL
