/*
title    = { zh = "90天没有活动的青年之家", en = "Youth Homes idle for 90 days" }
why      = "开着的家90天没办一场活动，要么没在用，要么办了没报。"
source   = "青年之家建设管理导则（试行），2019；90天为本系统的口径"
owner    = "团县委青年发展部"
reviewed = 2026-11-22
order    = 900
severity = "warn"
cure     = "打电话问：办了没报的，在云平台补录活动；确实停了的，把状态改为停用。"
caveat   = "截至本县最近一个报过活动的月份的月末。开张不到90天的不列。"
*/
WITH latest AS (
    SELECT
        county_code,
        max(period) AS period
    FROM reported
    WHERE dataset = 'youth_home_event'
    GROUP BY county_code
),

home AS (
    SELECT
        home.area_code,
        home._county,
        home.home_id,
        home.name,
        calendar.last_day,
        unnest([home.home_id, home.name]) AS called          -- events name a home by its number or by its name
    FROM youth_home_monthly AS home
    JOIN latest
        ON latest.county_code = home._county
        AND latest.period = home.period
    JOIN calendar ON calendar.period = home.period
    WHERE home.status = 'open'
        AND (home.opened_on IS NULL OR home.opened_on <= calendar.last_day - 90)
),

event AS (
    SELECT _county, home_id AS called, held_on FROM youth_home_event
    UNION
    SELECT _county, home AS called, held_on FROM youth_home_event
)

SELECT
    home.area_code,
    home.name AS unit,
    coalesce(
        '最近一场活动是' || max(event.held_on) || '，到' || home.last_day || '已有' || (home.last_day - max(event.held_on)) || '天',
        '到' || home.last_day || '还没有一场活动记录'
    ) AS detail
FROM home
LEFT JOIN event
    ON event._county = home._county
    AND event.called = home.called
    AND event.held_on <= home.last_day
GROUP BY home.area_code, home.home_id, home.name, home.last_day
HAVING coalesce(max(event.held_on) <= home.last_day - 90, true)
