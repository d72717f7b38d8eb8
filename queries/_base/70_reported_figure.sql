-- The counts of people that ledgers report, one row per event or session: what their digits are looked at in. Records of
-- single people, and figures that are only known to be at least so much, are left out.
SELECT 'youth_home_event' AS dataset, _county AS county_code, coalesce(township, _county) AS place_code, held_on AS on_date, person_times AS value
FROM youth_home_event
WHERE person_times >= 10
    AND NOT coalesce(list_contains(_at_least, 'person_times'), false)
UNION ALL
SELECT 'activity', _county, coalesce(township, _county), held_on, coalesce(person_times, people)
FROM activity
WHERE coalesce(person_times, people) >= 10
    AND NOT coalesce(list_has_any(_at_least, ['person_times', 'people']), false)
UNION ALL
SELECT 'volunteer_service', _county, coalesce(township, _county), served_on, person_times
FROM volunteer_service
WHERE person_times >= 10
    AND NOT coalesce(list_contains(_at_least, 'person_times'), false)
