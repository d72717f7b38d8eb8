/*
title       = { zh = "青年之家云平台入驻率", en = "Youth Homes on the cloud platform" }
called      = ["青年之家入驻云平台率", "青年之家入驻率", "青年之家平台入驻率"]
why         = "入驻云平台，活动才看得见、查得到。2023年底全国是4.8万/6.9万，69.6%。"
numerator   = "月末已入驻云平台的运行中青年之家数"
denominator = "月末运行中、写明是否入驻的青年之家数"
unit        = "percent"
better      = "higher"
over_time   = "last"
source      = "青年之家建设三年行动方案（2020—2022）；青年之家云平台"
owner       = "团县委青年发展部"
reviewed    = 2026-11-22
order       = 240
optional    = ["youth_home.on_platform", "youth_home.platform_on"]
caveat      = "没写是否入驻、也没有入驻时间的家，分子分母都不计：空着不等于否。"
*/
WITH home AS (
    SELECT
        home.area_code,
        home.period,
        home.name,
        coalesce(home.on_platform, home.platform_on <= calendar.last_day) AS on_platform    -- blank is unknown, not no
    FROM youth_home_monthly AS home
    JOIN calendar ON calendar.period = home.period
    WHERE home.status = 'open'
)

SELECT
    area_code,
    period,
    name AS unit,
    on_platform::INTEGER AS numerator,
    1 AS denominator
FROM home
WHERE on_platform IS NOT NULL
