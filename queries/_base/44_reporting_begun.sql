-- From which month on in a year a county or township has reported a dataset at all.
SELECT dataset, area_code, year(period) AS year, min(period) AS period
FROM place_reported
GROUP BY ALL
