-- The events of Youth Homes, each in the area of its home: the register knows where a home is.
WITH home AS (                                               -- of names that two homes of a place share, none is taken
    SELECT
        _county,
        called,
        area_code,
        township,
        coalesce(township, _county) AS place_code,
        name,
        count(*) OVER (PARTITION BY _county, called) = 1 AS alone,
        count(*) OVER (PARTITION BY _county, called, township) = 1 AS alone_here
    FROM (
        SELECT _county, home_id, area_code, township, name, unnest(list_distinct([home_id, name])) AS called
        FROM youth_home
    )
)

SELECT
    coalesce(by_number.area_code, by_name.area_code, event.area_code) AS area_code,
    event._county AS county_code,
    coalesce(by_number.place_code, by_name.place_code, event.township, event._county) AS place_code,    -- township, or county
    date_trunc('month', event.held_on)::DATE AS period,
    coalesce(by_number.name, by_name.name, event.home) AS home,
    event.person_times,
    coalesce(list_contains(event._at_least, 'person_times'), false) AS lower_bound
FROM youth_home_event AS event
LEFT JOIN home AS by_number
    ON by_number._county = event._county
    AND by_number.called = event.home_id
    AND (by_number.alone OR (by_number.alone_here AND by_number.township = event.township))
LEFT JOIN home AS by_name
    ON by_name._county = event._county
    AND by_name.called = event.home
    AND (by_name.alone OR (by_name.alone_here AND by_name.township = event.township))
