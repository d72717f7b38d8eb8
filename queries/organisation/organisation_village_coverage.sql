/*
title       = { zh = "村社区团组织覆盖率", en = "Villages with a League organisation" }
called      = ["村(社区)团组织覆盖率", "团组织村社区覆盖率", "村级团组织覆盖率"]
why         = "村和社区里有没有自己的团组织。乡镇团委不等于村里有支部。"
numerator   = "月末至少有一个建在本村（社区）的团组织的村社区数"
denominator = "名册里的村社区总数"
unit        = "percent"
better      = "higher"
over_time   = "last"
source      = "中国共产主义青年团章程，2023，第二十二条；民政局村社区名录"
owner       = "团县委组织部"
reviewed    = 2026-11-22
order       = 120
caveat      = "只有区划名册里列了村社区的县才有数。团员不足3人的村可以联合建支部，所以没有定100%的目标。"
*/
SELECT
    village.area_code,
    village.period,
    village.name AS unit,
    (count(organisation.org_id) > 0)::INTEGER AS numerator,  -- one or many: the village counts once
    1 AS denominator
FROM area_month AS village
JOIN place_reported AS reported
    ON reported.dataset = 'organisation'
    AND reported.area_code = coalesce(village.township_code, village.county_code)
    AND reported.period = village.period
    AND reported.by_village
LEFT JOIN organisation_monthly AS organisation
    ON organisation.village = village.area_code
    AND organisation.period = village.period
WHERE village.level = 'village'
    AND village.counts
GROUP BY ALL
