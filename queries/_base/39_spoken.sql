-- Which batch speaks for which area in which month, with which columns, telling apart the areas of which levels in it. A
-- list speaks on until the next one of the same area; events speak for their months, with or without rows.
WITH lasting AS (
    SELECT
        *,
        first_month AS since,
        CASE
            WHEN is_list THEN coalesce(min(first_month) OVER later, DATE '9999-01-01')
            ELSE last_month + 1
        END AS until
    FROM coverage
    WINDOW later AS (
        PARTITION BY dataset, area_code ORDER BY first_month
        RANGE BETWEEN INTERVAL 1 DAY FOLLOWING AND UNBOUNDED FOLLOWING
    )
)

SELECT
    coverage.dataset,
    coverage.is_list,
    coverage.batch,
    coverage.area_code,
    coverage.columns,
    coverage.apart,
    coverage.since,
    calendar.period,
    calendar.last_day
FROM lasting AS coverage
JOIN calendar
    ON calendar.period >= coverage.since
    AND calendar.period < coverage.until
