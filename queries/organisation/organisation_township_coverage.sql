/*
title       = { zh = "乡镇团组织覆盖率", en = "Townships with a League organisation" }
called      = ["乡镇街道团组织覆盖率", "团组织乡镇覆盖率"]
why         = "每个乡镇街道至少有一个团组织。一个乡镇有几个都只算一次。"
numerator   = "月末至少有一个团组织的乡镇街道数"
denominator = "乡镇街道总数（类似乡级单位不计）"
unit        = "percent"
better      = "higher"
over_time   = "last"
target      = 100
source      = "中国共产主义青年团章程，2023，第二十二条；统计用区划代码"
owner       = "团县委组织部"
reviewed    = 2026-11-22
order       = 110
caveat      = "辖区内的任何团组织都算，包括村、学校和企业的；只有县直组织的乡镇不算。没有报的乡镇不进分母：旁边的填报数说几个没报，没报齐的不判断是否达标。"
*/
SELECT
    township.area_code,
    township.period,
    township.name AS unit,
    (count(organisation.org_id) > 0)::INTEGER AS numerator,  -- one or many: the township counts once
    1 AS denominator
FROM area_month AS township
JOIN place_reported AS reported
    ON reported.dataset = 'organisation'
    AND reported.area_code = township.area_code
    AND reported.period = township.period
    AND reported.apart
LEFT JOIN organisation_monthly AS organisation
    ON organisation.township = township.area_code
    AND organisation.period = township.period
WHERE township.level = 'township'
    AND township.counts
GROUP BY ALL
