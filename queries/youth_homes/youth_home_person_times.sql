/*
title       = { zh = "青年之家活动人次", en = "Youth Home person-times" }
why         = "有多少人次进了青年之家。同一个人来三次是3人次，不是3人。"
numerator   = "各场活动的参与人次之和"
unit        = "person_time"
better      = "higher"
over_time   = "sum"
source      = "青年之家云平台 → 活动管理（参与人次）"
owner       = "团县委青年发展部"
reviewed    = 2026-11-22
order       = 260
caveat      = "没填人次的场次不算0，不进来。用的是参与人次，不是签到人次。"
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
    sum(event.person_times) AS numerator,
    NULL::INTEGER AS denominator,
    bool_or(coalesce(list_contains(event._at_least, 'person_times'), false)) AS lower_bound
FROM youth_home_event AS event
LEFT JOIN home AS by_number
    ON by_number._county = event._county
    AND by_number.called = event.home_id
LEFT JOIN home AS by_name
    ON by_name._county = event._county
    AND by_name.called = event.home
WHERE event.person_times IS NOT NULL
GROUP BY ALL
