/*
title       = { zh = "村村都有好青年", en = "Villages with a good youth" }
why         = "每个村都要有好青年。有几个都只算一次，没有的村要看得见。"
numerator   = "月末至少有一名好青年的村（社区）数"
denominator = "在册的村（社区）总数"
unit        = "percent"
better      = "higher"
over_time   = "last"
target      = 100
source      = "温岭市“村村都有好青年”选培方案，2020"
owner       = "团县委青年发展部"
reviewed    = 2026-11-22
order       = 643
pages       = { talent = 1 }
caveat      = "只写到乡镇、没写哪个村的好青年，数不到村里。一名好青年也没报的县，当作没有报。"
*/
SELECT
    village.area_code,
    village.period,
    village.name AS unit,
    (count(talent.entry_id) > 0)::INTEGER AS numerator,
    1 AS denominator
FROM area_month AS village
JOIN place_reported AS reported
    ON reported.dataset = 'talent'
    AND reported.area_code = coalesce(village.township_code, village.county_code)
    AND reported.period = village.period
    AND reported.by_village
SEMI JOIN (SELECT _county, period FROM talent_monthly WHERE kind IN ('rural_youth', 'good_youth')) AS told
    ON told._county = village.county_code                    -- a list without any good youth says nothing of villages
    AND told.period = village.period
LEFT JOIN talent_monthly AS talent
    ON talent.village = village.area_code
    AND talent.period = village.period
    AND talent.kind IN ('rural_youth', 'good_youth')
WHERE village.level = 'village'
    AND village.counts
GROUP BY ALL
