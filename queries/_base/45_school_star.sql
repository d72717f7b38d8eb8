-- The best star badge of each school with Pioneers in the twelve months up to each month (0: none), from the county's
-- first to its last report of badges.
WITH span AS (
    SELECT
        county_code,
        min(period) AS first_month,
        max(period) AS last_month
    FROM dated
    WHERE dataset = 'badge_award'
    GROUP BY county_code
)

SELECT
    school.area_code,
    school.period,
    school.name,
    coalesce(max(award.star), 0) AS star
FROM area_month AS school
JOIN span
    ON span.county_code = school.county_code
    AND school.period BETWEEN span.first_month AND span.last_month
LEFT JOIN badge_award AS award
    ON award.school = school.area_code
    AND award.awarded
    AND award.type = 'star'
    AND award.on_date BETWEEN school.period - INTERVAL 11 MONTH AND last_day(school.period)
WHERE school.level = 'school'
    AND school.counts
    AND school.pioneers > 0
GROUP BY ALL
