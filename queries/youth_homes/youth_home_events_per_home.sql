/*
title       = { zh = "青年之家平均活动场次", en = "Events per Youth Home" }
why         = "平均一个家一段时间办几场。2023年全国6.9万个青年之家共办142万余场。"
numerator   = "一段时间里的活动场次"
denominator = "期末运行中的青年之家数"
unit        = "ratio"
better      = "higher"
over_time   = { numerator = "sum", denominator = "last" }
source      = "青年之家云平台 → 活动管理；全国2023年底的数据"
owner       = "团县委青年发展部"
reviewed    = 2026-11-22
order       = 270
caveat      = "分子按时间相加，分母取期末运行中的家，所以年的数不是12个月的平均；月、季、年的数不能互相比。"
*/
WITH home AS (                                               -- of names that two homes of a county share, none is taken
    SELECT
        _county,
        called,
        min(area_code) AS area_code,
        min(name) AS name
    FROM (SELECT _county, home_id, area_code, name, unnest([home_id, name]) AS called FROM youth_home)
    GROUP BY _county, called
    HAVING min(home_id) = max(home_id)
),

begun AS (                                                   -- from when on in a year a county has reported events
    SELECT
        county_code,
        year(period) AS year,
        min(period) AS period
    FROM reported
    WHERE dataset = 'youth_home_event'
    GROUP BY ALL
),

listed AS (                                                  -- the years for which a county's homes are known
    SELECT DISTINCT
        county_code,
        year(period) AS year
    FROM reported
    WHERE dataset = 'youth_home'
)

SELECT
    open_home.area_code,
    open_home.period,
    open_home.name AS unit,
    CASE WHEN reported.period IS NOT NULL THEN 0 END AS numerator,    -- a silent home is 0 where the county has reported
    1 AS denominator
FROM youth_home_monthly AS open_home
JOIN begun
    ON begun.county_code = open_home._county
    AND begun.year = year(open_home.period)
    AND begun.period <= open_home.period
LEFT JOIN reported
    ON reported.dataset = 'youth_home_event'
    AND reported.county_code = open_home._county
    AND reported.period = open_home.period
WHERE open_home.status = 'open'
UNION ALL
SELECT
    coalesce(by_number.area_code, by_name.area_code, event.area_code) AS area_code,
    date_trunc('month', event.held_on)::DATE AS period,
    coalesce(by_number.name, by_name.name, event.home) AS unit,
    count(*) AS numerator,
    0 AS denominator
FROM youth_home_event AS event
SEMI JOIN listed
    ON listed.county_code = event._county
    AND listed.year = year(event.held_on)
LEFT JOIN home AS by_number
    ON by_number._county = event._county
    AND by_number.called = event.home_id
LEFT JOIN home AS by_name
    ON by_name._county = event._county
    AND by_name.called = event.home
GROUP BY ALL
