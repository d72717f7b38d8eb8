/*
title       = { zh = "青年之家活动场次", en = "Youth Home events" }
why         = "青年之家办了多少场活动。场次和人次分开看，不相加。"
numerator   = "活动场次（每行一场）"
unit        = "session"
better      = "higher"
over_time   = "sum"
source      = "青年之家云平台 → 活动管理；青年之家建设管理导则（试行），2019"
owner       = "团县委青年发展部"
reviewed    = 2026-11-22
order       = 250
caveat      = "活动记在办活动的家所在的乡镇；名册里找不到的家，记在活动表自己写的地方。停用前办的活动也算。"
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
)

SELECT
    coalesce(by_number.area_code, by_name.area_code, event.area_code) AS area_code,    -- the register knows where a home is
    date_trunc('month', event.held_on)::DATE AS period,
    coalesce(by_number.name, by_name.name, event.home) AS unit,
    count(*) AS numerator,
    NULL::INTEGER AS denominator
FROM youth_home_event AS event
LEFT JOIN home AS by_number
    ON by_number._county = event._county
    AND by_number.called = event.home_id
LEFT JOIN home AS by_name
    ON by_name._county = event._county
    AND by_name.called = event.home
GROUP BY ALL
