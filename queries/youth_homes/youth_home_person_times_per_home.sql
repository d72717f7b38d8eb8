/*
title       = { zh = "青年之家平均活动人次", en = "Person-times per Youth Home" }
why         = "平均一个家一段时间接待多少人次。2023年全国平均每场约20人次。"
numerator   = "一段时间里的活动参与人次"
denominator = "期末运行中的青年之家数"
unit        = "ratio"
better      = "higher"
over_time   = { numerator = "sum", denominator = "last" }
source      = "青年之家云平台 → 活动管理；全国2023年底的数据"
owner       = "团县委青年发展部"
reviewed    = 2026-11-22
order       = 280
caveat      = "分子按时间相加，分母取期末运行中的家。没填人次的场次不进分子。"
*/
SELECT
    home.area_code,
    home.period,
    home.name AS unit,
    CASE WHEN reported.period IS NOT NULL THEN 0 END AS numerator,    -- a silent home is 0 where the county has reported
    1 AS denominator,
    false AS lower_bound
FROM youth_home_monthly AS home
JOIN reporting_begun AS begun                                -- from then to the end of the year
    ON begun.dataset = 'youth_home_event'
    AND begun.area_code = coalesce(home.township, home._county)
    AND begun.year = year(home.period)
    AND begun.period <= home.period
LEFT JOIN place_reported AS reported
    ON reported.dataset = 'youth_home_event'
    AND reported.area_code = coalesce(home.township, home._county)
    AND reported.period = home.period
WHERE home.status = 'open'
UNION ALL
SELECT
    event.area_code,
    event.period,
    event.home AS unit,
    sum(event.person_times) AS numerator,
    0 AS denominator,
    bool_or(event.lower_bound) AS lower_bound
FROM home_event AS event
SEMI JOIN reporting_begun AS listed                          -- the years for which the homes there are known
    ON listed.dataset = 'youth_home'
    AND listed.area_code = event.place_code
    AND listed.year = year(event.period)
WHERE event.person_times IS NOT NULL
GROUP BY ALL
