-- What each township (of rows that name none, the county) reports of a kind in a month: what its months and its like are
-- compared by. `figure`: whose it is, in words. Only months with something.
SELECT
    dataset,
    figure,
    county_code,
    place_code,
    period,
    sum(value) AS value
FROM (
    SELECT 'youth_home_event' AS dataset, '青年之家活动人次' AS figure, _county AS county_code, coalesce(township, _county) AS place_code,
        date_trunc('month', held_on)::DATE AS period, person_times AS value
    FROM youth_home_event
    UNION ALL
    SELECT 'volunteer_service', '志愿服务人次', _county, coalesce(township, _county),
        date_trunc('month', served_on)::DATE, person_times
    FROM volunteer_service
    WHERE status = 'effective'
    UNION ALL
    SELECT 'volunteer_service', '志愿服务小时', _county, coalesce(township, _county),
        date_trunc('month', served_on)::DATE, hours
    FROM volunteer_service
    WHERE status = 'effective'
    UNION ALL
    SELECT 'activity', '活动参加人次', _county, coalesce(township, _county), date_trunc('month', held_on)::DATE, person_times
    FROM activity
    UNION ALL
    SELECT 'activity', '活动参加人数', _county, coalesce(township, _county), date_trunc('month', held_on)::DATE, people
    FROM activity
    UNION ALL
    SELECT 'league_fee', '团费元', _county, coalesce(township, _county), month, amount
    FROM league_fee
)
WHERE value > 0
GROUP BY ALL
