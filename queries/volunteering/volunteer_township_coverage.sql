/*
title       = { zh = "志愿服务乡镇覆盖率", en = "Townships with volunteer service" }
called      = ["志愿服务乡镇(街道)覆盖率", "志愿服务活动乡镇覆盖率"]
why         = "每个乡镇街道都有青年志愿服务。哪个乡镇一场也没有，要打电话问。"
numerator   = "一段时间里至少有一条已生效服务记录的乡镇街道数"
denominator = "乡镇街道总数（类似乡级单位不计）"
unit        = "percent"
better      = "higher"
over_time   = "distinct"
target      = 100
source      = "志愿服务系统 → 时长记录；统计用区划代码"
owner       = "团县委青年发展部"
reviewed    = 2026-11-22
order       = 350
caveat      = "季、年里任何一个月有服务就算覆盖，所以年的数不低于其中任何一个月。全县一条记录都没报的月份没有数，不是0。没写在哪个乡镇的服务，哪个乡镇都不算。没有报的乡镇不进分母：旁边的填报数说几个没报，没报齐的不判断是否达标。"
*/
WITH served AS (
    SELECT DISTINCT
        township,
        date_trunc('month', served_on)::DATE AS period
    FROM volunteer_service
    WHERE status = 'effective'
        AND township IS NOT NULL
)

SELECT
    township.area_code,
    township.period,
    county.name || township.name AS unit,                    -- townships of two counties share names
    (served.township IS NOT NULL)::INTEGER AS numerator,
    1 AS denominator
FROM area_month AS township
JOIN area AS county ON county.area_code = township.county_code
JOIN place_reported AS reported
    ON reported.dataset = 'volunteer_service'
    AND reported.area_code = township.area_code
    AND reported.period = township.period
    AND reported.apart
LEFT JOIN served
    ON served.township = township.area_code
    AND served.period = township.period
WHERE township.level = 'township'
    AND township.counts
