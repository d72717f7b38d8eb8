/*
title       = { zh = "青年之家乡镇覆盖率", en = "Townships with a Youth Home" }
called      = ["青年之家乡镇(街道)覆盖率", "乡镇青年之家覆盖率"]
why         = "每个乡镇街道至少有一个开着的青年之家。一个乡镇有几个都只算一次，所以24个家在22个乡镇是22/22，不是109%。"
numerator   = "月末至少有一个运行中的青年之家（分部，或没有写级别的）的乡镇街道数"
denominator = "乡镇街道总数（类似乡级单位不计）"
unit        = "percent"
better      = "higher"
over_time   = "last"
target      = 100
source      = "青年之家建设管理导则（试行），2019"
owner       = "团县委青年发展部"
reviewed    = 2026-11-22
order       = 210
pages       = { youth_homes = 210, overview = 1 }
optional    = ["youth_home.level"]
caveat      = "没有报的乡镇不进分母：旁边的填报数说几个没报，没报齐的不判断是否达标。"
*/
SELECT
    township.area_code,
    township.period,
    township.name AS unit,
    (count(home.home_id) > 0)::INTEGER AS numerator,          -- one or many homes: the township counts once
    1 AS denominator
FROM area_month AS township
JOIN place_reported AS reported
    ON reported.dataset = 'youth_home'
    AND reported.area_code = township.area_code
    AND reported.period = township.period
    AND reported.apart
LEFT JOIN youth_home_monthly AS home
    ON home.township = township.area_code
    AND home.period = township.period
    AND home.status = 'open'
    AND (home.level IS NULL OR home.level = 'branch')         -- the county's headquarters and the outlets do not count
WHERE township.level = 'township'
    AND township.counts
GROUP BY ALL
