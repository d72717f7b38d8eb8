-- For each registry, covered area and month: the date of the list in force at the end of that month. The last list of a
-- unit that has ended stands until one of those it went to gives its own.
WITH ended AS (
    SELECT
        area_code,
        max(until) AS until,
        arg_max(successors, until) AS successors
    FROM area_span
    GROUP BY area_code
    HAVING max(until) < DATE '9999-01-01'
),

heir AS (
    SELECT area_code AS cover, until, unnest(successors) AS heir_code
    FROM ended
    UNION
    SELECT ended.area_code, ended.until, path.ancestor_code
    FROM ended
    JOIN area_path AS path
        ON path.area_code = ended.area_code
        AND path.steps = 0
        AND path.since >= ended.until
),

replaced AS (
    SELECT
        list.dataset,
        heir.cover,
        min(list.as_of) AS as_of
    FROM heir
    JOIN store.list AS list
        ON list.cover = heir.heir_code
        AND list.as_of >= heir.until
    GROUP BY list.dataset, heir.cover
)

SELECT
    list.dataset,
    list.cover,
    list.county AS county_code,
    calendar.period,
    max(list.as_of) AS as_of
FROM calendar
JOIN store.list AS list ON list.as_of <= calendar.last_day
LEFT JOIN replaced
    ON replaced.dataset = list.dataset
    AND replaced.cover = list.cover
WHERE replaced.as_of IS NULL
    OR replaced.as_of > calendar.last_day
    OR list.as_of >= replaced.as_of                          -- a list of its own again: it was not the end
GROUP BY ALL
