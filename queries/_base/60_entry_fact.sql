-- What is on record of each applicant for the League, for rules to judge by: one row per applicant, measure and span.
-- A row that is not there says there is no record, which is not a failure; that somebody applied is a row of its own.
-- A year is the one in which they joined, or the one the data ends in for those still on the way, to its last day:
-- registers of hours and grades bear the date of their making, often later than the day of joining.
-- Never shown: it names people.
WITH latest AS (
    SELECT
        county_code,
        max(last_date) AS last_date
    FROM dated
    WHERE dataset IN ('pipeline_event', 'class_hours', 'volunteer_service')
    GROUP BY county_code
),

applicant AS (
    SELECT
        event.person,
        arg_min(event.area_code, event.on_date) FILTER (event.step IN ('apply', 'activist')) AS area_code,
        coalesce(
            min(event.on_date) FILTER (event.step = 'apply'),
            min(event.on_date) FILTER (event.step = 'activist')
        ) AS applied_on,
        coalesce(any_value(joining.on_date), max(latest.last_date)) AS reference_on
    FROM pipeline_event AS event
    JOIN latest ON latest.county_code = event._county
    LEFT JOIN league_joining AS joining ON joining.person = event.person
    WHERE event.track IS DISTINCT FROM 'party'
        AND event.person IS NOT NULL
    GROUP BY event.person
    HAVING applied_on IS NOT NULL
),

years AS (                                                   -- a school year begins in September
    SELECT
        *,
        date_trunc('year', reference_on)::DATE AS year_from,
        make_date(year(reference_on), 12, 31) AS year_to,
        make_date(year(reference_on - INTERVAL 8 MONTH), 9, 1) AS school_year_from,
        make_date(year(reference_on - INTERVAL 8 MONTH) + 1, 8, 31) AS school_year_to
    FROM applicant
),

window_of AS (
    SELECT
        area_code,
        person,
        applied_on,
        unnest(['ever', 'calendar_year', 'school_year']) AS span,
        unnest([DATE '1900-01-01', year_from, school_year_from]) AS since,
        unnest([greatest(year_to, school_year_to), year_to, school_year_to]) AS until_on
    FROM years
),

class_year AS (
    SELECT
        window_of.area_code,
        window_of.person,
        window_of.applied_on,
        window_of.span,
        year(record.on_date - INTERVAL 8 MONTH) AS school_year,
        count(record.hours) > 0 AS has_hours,
        greatest(                                            -- a year's total and its lessons are the same hours
            max(record.hours) FILTER (record.course = '合计' AND record.on_date >= window_of.since),
            sum(record.hours) FILTER (record.course <> '合计' AND record.on_date >= window_of.since)
        ) AS hours,
        bool_or(record.passed) FILTER (record.on_date >= window_of.since) AS passed,
        max({ 'on_date': record.on_date, 'word': upper(trim(record.civics)) })
            FILTER (record.on_date >= window_of.since AND record.civics IS NOT NULL) AS civics
    FROM window_of
    JOIN class_hours AS record
        ON record.person = window_of.person
        AND record.on_date <= window_of.until_on
    GROUP BY ALL
),

class_record AS (
    SELECT
        area_code,
        person,
        applied_on,
        span,
        bool_or(has_hours) AS has_hours,
        sum(hours) AS hours,
        bool_or(passed) AS passed,
        max(civics).word AS civics,
        max(civics).on_date AS civics_on
    FROM class_year
    GROUP BY ALL
),

graded AS (                                                  -- by the word as it stands, else by the score; as rated that day
    SELECT
        *,
        coalesce(
            (
                SELECT bool_or(good)
                FROM rules.civics_grade AS grade
                WHERE grade.word = civics
                    AND (grade.valid_from IS NULL OR grade.valid_from <= civics_on)
                    AND (grade.valid_to IS NULL OR civics_on < grade.valid_to)
            ),
            (
                SELECT arg_max(good, score_from)
                FROM rules.civics_grade AS grade
                WHERE grade.score_from <= try_cast(replace(civics, '分', '') AS DECIMAL(18, 4))
                    AND (grade.valid_from IS NULL OR grade.valid_from <= civics_on)
                    AND (grade.valid_to IS NULL OR civics_on < grade.valid_to)
            )
        ) AS good
    FROM class_record
    WHERE civics IS NOT NULL
),

service AS (
    SELECT
        window_of.area_code,
        window_of.person,
        window_of.applied_on,
        window_of.span,
        coalesce(sum(record.hours) FILTER (record.served_on >= window_of.since), 0) AS hours,
        coalesce(sum(record.hours) FILTER (record.served_on >= window_of.since AND record.hours_kind = 'credit'), 0) AS credit,
        count(record.hours_kind) > 0 AS has_kinds
    FROM window_of
    JOIN volunteer_service AS record
        ON record.person = window_of.person
        AND record.served_on <= window_of.until_on
    WHERE record.status = 'effective'
        AND record.hours IS NOT NULL
    GROUP BY ALL
),

fact AS (
    SELECT area_code, person, applied_on, 'application' AS measure, 'ever' AS span, 1 AS value, NULL AS word
    FROM applicant
    UNION ALL
    SELECT area_code, person, applied_on, 'league_class_hours', span, coalesce(hours, 0), NULL
    FROM class_record
    WHERE has_hours
    UNION ALL
    SELECT area_code, person, applied_on, 'league_class_passed', span, passed::INTEGER, NULL
    FROM class_record
    WHERE passed IS NOT NULL
    UNION ALL
    SELECT area_code, person, applied_on, 'civics_good', span, good::INTEGER, civics
    FROM graded
    WHERE good IS NOT NULL                                   -- a word nobody has explained is no record
    UNION ALL
    SELECT area_code, person, applied_on, 'volunteer_hours_effective', span, hours, NULL
    FROM service
    UNION ALL
    SELECT area_code, person, applied_on, 'volunteer_hours_credit', span, credit, NULL
    FROM service
    WHERE has_kinds
)

SELECT
    area_code,
    person,
    applied_on,
    measure,
    span,
    value::DECIMAL(18, 4) AS value,
    word::VARCHAR AS word
FROM fact
