-- The areas that existed at the end of each month, with the areas above them by name of their level.
WITH above AS (
    SELECT
        area_code,
        max(ancestor_code) FILTER (ancestor_level = 'prefecture') AS prefecture_code,
        max(ancestor_code) FILTER (ancestor_level = 'county') AS county_code,
        max(ancestor_code) FILTER (ancestor_level = 'township') AS township_code
    FROM area_path
    GROUP BY area_code
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
JOIN area
    ON (area.valid_from IS NULL OR area.valid_from <= calendar.last_day)
    AND (area.valid_to IS NULL OR area.valid_to > calendar.last_day)
JOIN above ON above.area_code = area.area_code
