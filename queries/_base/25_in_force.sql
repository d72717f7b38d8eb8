-- For each registry, covered area and month: the date of the list in force at the end of that month.
SELECT
    list.dataset,
    list.cover,
    list.county AS county_code,
    calendar.period,
    max(list.as_of) AS as_of
FROM calendar
JOIN store.list AS list ON list.as_of <= calendar.last_day
GROUP BY ALL
