-- The areas that existed at the end of each month, with the areas above them by name of their level.
WITH above AS (
    SELECT
        path.area_code,
        calendar.period,
        max(path.ancestor_code) FILTER (path.ancestor_level = 'prefecture') AS prefecture_code,
        max(path.ancestor_code) FILTER (path.ancestor_level = 'county') AS county_code,
        max(path.ancestor_code) FILTER (path.ancestor_level = 'township') AS township_code
    FROM calendar
    JOIN area_path AS path
        ON path.since <= calendar.period
        AND path.until > calendar.period
    GROUP BY path.area_code, calendar.period
)
SELECT
    calendar.period,
    area.area_code,
    area.name,
    area.level,
    area.kind,
    area.counts,                                             -- FALSE for 类似乡级单位: out of denominators
    area.youth,
    area.pupils,
    area.pioneers,
    coalesce(list_contains(area._at_least, 'youth'), false) AS youth_at_least,
    coalesce(list_contains(area._at_least, 'pupils'), false) AS pupils_at_least,
    coalesce(list_contains(area._at_least, 'pioneers'), false) AS pioneers_at_least,
    above.prefecture_code,
    above.county_code,
    above.township_code
FROM calendar
JOIN area_span AS area
    ON area.since <= calendar.period
    AND area.until > calendar.period
JOIN above
    ON above.area_code = area.area_code
    AND above.period = calendar.period
