-- Days on which a volunteer's records in force add up to more than 12 hours, with the place that can settle it.
WITH long_day AS (                                           -- few: everything below looks at these only
    SELECT
        person,
        served_on,
        sum(hours) AS hours
    FROM volunteer_service
    WHERE status = 'effective'
        AND person IS NOT NULL
        AND hours > 0
    GROUP BY person, served_on
    HAVING sum(hours) > 12
)

SELECT
    CASE
        WHEN min(record.area_code) = max(record.area_code) THEN min(record.area_code)
        WHEN min(record.township) = max(record.township) THEN min(record.township)
        ELSE min(record._county)                         -- in two townships: for the county to settle
    END AS area_code,
    min(record._county) AS county_code,
    right(record.person, 6) AS person,
    record.served_on,
    long_day.hours,
    record.served_on || '记了' || format('{:g}', long_day.hours::DOUBLE) || '小时，共' || count(*) || '条：'
        || string_agg(DISTINCT record.project, '、' ORDER BY record.project) AS detail,
    list({ 'batch': record._batch, 'line': record._line }) AS doubtful
FROM volunteer_service AS record
JOIN long_day
    ON long_day.person = record.person
    AND long_day.served_on = record.served_on
WHERE record.status = 'effective'
    AND record.hours > 0
GROUP BY record.person, record.served_on, long_day.hours
