/*
title    = { zh = "开办满90天、连续90天无活动的青年之家", en = "Youth Homes open for 90 days and idle for 90 days" }
why      = "开着的家90天没办一场活动，要么没在用，要么办了没报。"
source   = "青年之家建设管理导则（试行），2019；90天为本系统的口径"
owner    = "团县委青年发展部"
reviewed = 2026-11-22
order    = 900
severity = "warn"
cure     = "打电话问：办了没报的，在云平台补录活动；确实停了的，把状态改为停用。"
caveat   = "看的是所选月份的月末；只看那个月报过活动的县。开张不到90天的不列。"
*/
WITH home AS (
    SELECT
        home.*,
        reported.last_day
    FROM home_called AS home                                 -- events name a home by its number or by its name
    JOIN reported
        ON reported.dataset = 'youth_home_event'
        AND reported.county_code = home._county
        AND reported.period = home.period
    WHERE home.opened_on IS NULL OR home.opened_on <= reported.last_day - 90
),

latest AS (
    SELECT
        home.*,
        event.held_on
    FROM home
    LEFT JOIN home_event_called AS event                     -- one that may have been of several homes speaks for each
        ON event._county = home._county
        AND event.called = home.called
        AND event.held_on <= home.last_day
        AND (home.alone OR event.township IS NULL OR event.township = home.township)
)

SELECT
    period,
    area_code,
    name AS unit,
    home_id AS key,
    coalesce(max(held_on), opened_on) + 1 AS since,
    coalesce(max(held_on), opened_on) + 90 AS due,
    coalesce(
        '最近一场活动是' || max(held_on) || '，到' || last_day || '已有' || (last_day - max(held_on)) || '天',
        '到' || last_day || '还没有一场活动记录'
    ) AS detail
FROM latest
GROUP BY period, area_code, home_id, name, opened_on, last_day
HAVING coalesce(max(held_on) <= last_day - 90, true)
