-- The months for whose ends something is known of a county, or of an area above it: from the first to the last month any
-- dataset was reported for. Findings are worked out for these.
SELECT DISTINCT
    path.ancestor_code AS area_code,
    calendar.period,
    calendar.last_day
FROM (
    SELECT
        path.ancestor_code AS county_code,
        min(coverage.first_month) AS first_month,
        max(coverage.last_month) AS last_month
    FROM coverage
    JOIN area_path AS below ON below.ancestor_code = coverage.area_code
    JOIN area_path AS path
        ON path.area_code = below.area_code
        AND path.ancestor_level = 'county'
    GROUP BY path.ancestor_code
) AS county
JOIN calendar ON calendar.period BETWEEN county.first_month AND county.last_month
JOIN area_path AS path
    ON path.area_code = county.county_code
    AND path.since <= calendar.period
    AND path.until > calendar.period
