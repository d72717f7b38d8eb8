-- Every month from the first to the last one any dataset has a date in or is spoken for in.
SELECT
    month::DATE AS period,
    last_day(month::DATE) AS last_day,
    year(month) AS year,
    quarter(month) AS quarter,
    CASE WHEN month(month) >= 9 THEN year(month) ELSE year(month) - 1 END AS school_year    -- begins in September
FROM (
        SELECT min(period) AS first, max(period) AS last
        FROM (
            SELECT period FROM dated
            UNION ALL
            SELECT unnest([first_month, last_month]) FROM coverage
        )
    ) AS span,
    unnest(generate_series(span.first, span.last, INTERVAL 1 MONTH)) AS months(month)
