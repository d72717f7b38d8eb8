-- The days on which one volunteer has several records in force, or one of more than 12 hours: `records` one struct each,
-- `places` the townships they name, and the place that can settle what is odd about them. Most people's days are not here.
WITH odd AS (                                                -- few: everything below looks at these only
    SELECT
        person,
        served_on,
        sum(hours) AS hours
    FROM volunteer_service
    WHERE status = 'effective'
        AND person IS NOT NULL
        AND hours > 0
    GROUP BY person, served_on
    HAVING count(*) > 1
        OR sum(hours) > 12
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
    odd.hours,
    count(*) AS count,
    count(DISTINCT record.township) AS places,
    string_agg(DISTINCT record.project, '、' ORDER BY record.project) AS projects,
    list({
        'project': record.project,
        'team': record.team,
        'kind': record.hours_kind,
        'township': record.township,
        'hours': record.hours,
        'started_at': record.started_at,
        'ended_at': record.ended_at,
        'row': { 'batch': record._batch, 'line': record._line }
    } ORDER BY record._batch, record._line) AS records
FROM volunteer_service AS record
JOIN odd
    ON odd.person = record.person
    AND odd.served_on = record.served_on
WHERE record.status = 'effective'
    AND record.hours > 0
GROUP BY record.person, record.served_on, odd.hours
