-- What lies in what, and when: every area with itself and everything above it from the month `since` up to, not
-- including, the month `until`; `steps` up. A unit that has ended lies in its successor from then on, where it has exactly
-- one, else in what it lay in; one that had not begun yet lies in the unit that ended for it, where there is exactly one.
-- So whatever a row names, every month has one place for it, and what is summed up along this sums up to the same.
WITH RECURSIVE stretch AS (                                  -- without gaps, from a unit's first month to its last
    SELECT
        area_code,
        level,
        parent_code,
        since,
        coalesce(lead(since) OVER dated, until) AS until,
        successors
    FROM area_span
    WINDOW dated AS (PARTITION BY area_code ORDER BY since)
),

life AS (
    SELECT
        area_code,
        min(since) AS since,
        max(until) AS until,
        arg_max(parent_code, until) AS parent_code,
        arg_max(successors, until) AS successors
    FROM stretch
    GROUP BY area_code
),

before AS (                                                  -- whose place a new unit took: exactly one unit's
    SELECT
        heir.area_code,
        min(ended.area_code) AS next_code,
        DATE '0001-01-01' AS since,
        min(ended.until) AS until
    FROM life AS ended
    JOIN life AS heir
        ON list_contains(ended.successors, heir.area_code)
        AND heir.since >= ended.until
        AND heir.since < ended.until + INTERVAL 12 MONTH
    GROUP BY heir.area_code
    HAVING count(*) = 1
),

instead AS (                                                 -- where a unit belongs while it does not stand itself
    FROM before
    UNION ALL
    SELECT
        ended.area_code,
        coalesce(heir.area_code, parent.area_code) AS next_code,
        ended.until AS since,
        DATE '9999-01-01' AS until
    FROM life AS ended
    LEFT JOIN life AS heir
        ON len(ended.successors) = 1
        AND heir.area_code = ended.successors[1]
        AND heir.area_code <> ended.area_code
    LEFT JOIN life AS parent
        ON parent.area_code = ended.parent_code
        AND parent.area_code <> ended.area_code
    WHERE ended.until < DATE '9999-01-01'
),

standing AS (                                                -- a unit as itself, also beyond the dates it was given
    SELECT
        stretch.area_code,
        stretch.level,
        stretch.parent_code,
        CASE
            WHEN stretch.since > life.since THEN stretch.since
            ELSE coalesce(before.until, DATE '0001-01-01')
        END AS since,
        CASE
            WHEN stretch.until = life.until AND instead.next_code IS NULL THEN DATE '9999-01-01'
            ELSE stretch.until
        END AS until
    FROM stretch
    JOIN life ON life.area_code = stretch.area_code
    LEFT JOIN before ON before.area_code = stretch.area_code
    LEFT JOIN instead
        ON instead.area_code = stretch.area_code
        AND instead.since = life.until
),

moved AS (
    SELECT
        area_code,
        area_code AS next_code,
        DATE '0001-01-01' AS since,
        DATE '9999-01-01' AS until,
        0 AS hops
    FROM life
    UNION ALL
    SELECT
        moved.area_code,
        instead.next_code,
        greatest(moved.since, instead.since),
        least(moved.until, instead.until),
        moved.hops + 1
    FROM moved
    JOIN instead
        ON instead.area_code = moved.next_code
        AND instead.since < moved.until
        AND instead.until > moved.since
    WHERE instead.next_code IS NOT NULL
        AND moved.hops < 12                                  -- a register that bites its own tail still ends
),

place AS (                                                   -- the unit that stands for an area
    SELECT
        moved.area_code,
        standing.area_code AS unit_code,
        standing.level,
        standing.parent_code,
        greatest(moved.since, standing.since) AS since,
        least(moved.until, standing.until) AS until
    FROM moved
    JOIN standing
        ON standing.area_code = moved.next_code
        AND standing.since < moved.until
        AND standing.until > moved.since
),

climb AS (
    SELECT
        area_code,
        unit_code AS ancestor_code,
        level AS ancestor_level,
        parent_code AS next_code,
        since,
        until,
        0 AS steps
    FROM place
    UNION ALL
    SELECT
        climb.area_code,
        place.unit_code,
        place.level,
        place.parent_code,
        greatest(climb.since, place.since),
        least(climb.until, place.until),
        climb.steps + 1
    FROM climb
    JOIN place
        ON place.area_code = climb.next_code
        AND place.since < climb.until
        AND place.until > climb.since
    WHERE climb.steps < 12
),

run AS (                                                     -- stretches that follow each other are one
    SELECT
        *,
        coalesce(max(until) OVER earlier < since, true) AS is_new
    FROM climb
    WINDOW earlier AS (
        PARTITION BY area_code, ancestor_code, ancestor_level, steps ORDER BY since, until
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    )
)

SELECT
    area_code,
    ancestor_code,
    ancestor_level,
    steps,
    min(since) AS since,
    max(until) AS until
FROM (
    SELECT
        *,
        count(*) FILTER (is_new) OVER (
            PARTITION BY area_code, ancestor_code, ancestor_level, steps ORDER BY since, until
        ) AS number
    FROM run
)
GROUP BY area_code, ancestor_code, ancestor_level, steps, number
