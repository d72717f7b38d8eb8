-- From which month on in a year a county has reported a dataset at all.
SELECT dataset, county_code, year(period) AS year, min(period) AS period
FROM reported
GROUP BY ALL
