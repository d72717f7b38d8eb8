/*
title       = { zh = "青年之家活跃率", en = "Active Youth Homes" }
called      = ["活跃青年之家占比"]
why         = "挂了牌还要办活动。90天里一场活动也没有的家，只是一块牌子。"
numerator   = "截至月末90天内至少办过一场活动的运行中青年之家数"
denominator = "月末运行中的青年之家数"
unit        = "percent"
better      = "higher"
over_time   = "last"
source      = "青年之家建设管理导则（试行），2019；90天为本系统的口径"
owner       = "团县委青年发展部"
reviewed    = 2026-11-22
order       = 230
caveat      = "只在本县当月报过活动的月份有数。活动刚开始报送的头两个月，90天的窗口里有没报过的日子，会偏低。活动按编号或名称对到家；几个家同名的，按活动所在乡镇对，分不清是哪一家的活动哪家都不算。"
*/
WITH home AS (
    SELECT
        home.*,
        calendar.last_day
    FROM home_called AS home                                 -- events name a home by its number or by its name
    JOIN calendar ON calendar.period = home.period
    JOIN place_reported AS reported
        ON reported.dataset = 'youth_home_event'
        AND reported.area_code = coalesce(home.township, home._county)
        AND reported.period = home.period
)

SELECT
    home.area_code,
    home.period,
    home.name AS unit,
    (count(event.held_on) > 0)::INTEGER AS numerator,        -- one event or many: the home is active once
    1 AS denominator
FROM home
LEFT JOIN home_event_called AS event
    ON event._county = home._county
    AND event.called = home.called
    AND (home.alone OR (home.alone_here AND event.township = home.township))    -- else it may have been another's
    AND event.held_on > home.last_day - 90
    AND event.held_on <= home.last_day
GROUP BY home.area_code, home.period, home.home_id, home.name
