-- Which unit that owes a dataset (`owed` says which) is spoken for in which month by a batch that
-- stands, with or without rows, and with which columns. A list speaks on until the next one of the same area; events
-- speak for their months. Where a batch has rows in the unit, only the columns of batches with rows there count.
WITH below AS (                                                   -- every owing unit in the area spoken for
    SELECT spoken.*, unit.area_code AS unit_code
    FROM spoken
    JOIN area_path AS path
        ON path.ancestor_code = spoken.area_code
        AND path.since <= spoken.period
        AND path.until > spoken.period
    JOIN owed AS unit
        ON unit.area_code = path.area_code
        AND unit.dataset = spoken.dataset
        AND (unit.since IS NULL OR unit.since <= spoken.last_day)
        AND (unit.until IS NULL OR unit.until > spoken.last_day)
    QUALIFY NOT spoken.is_list
        OR spoken.since = max(spoken.since) OVER (PARTITION BY spoken.dataset, unit.area_code, spoken.period)
),

told AS (
    SELECT
        below.*,
        there.batch IS NOT NULL AS has_rows
    FROM below
    LEFT JOIN (
        SELECT DISTINCT
            heard.dataset,
            heard.batch,
            heard.period,
            path.ancestor_code AS area_code
        FROM heard
        JOIN area_path AS path
            ON path.area_code = heard.area_code
            AND path.since <= heard.period
            AND path.until > heard.period
    ) AS there
        ON there.dataset = below.dataset
        AND there.batch = below.batch
        AND there.area_code = below.unit_code
        AND there.period = CASE WHEN below.is_list THEN below.since ELSE below.period END
),

single AS (
    SELECT
        dataset,
        unit_code AS area_code,
        period,
        list_sort(list_distinct(flatten(list(columns)))) AS columns
    FROM (
        SELECT *
        FROM told
        QUALIFY has_rows OR NOT bool_or(has_rows) OVER (PARTITION BY dataset, unit_code, period)
    )
    GROUP BY ALL
),

township AS (                                                -- what a county owes, given by its townships one by one
    SELECT
        spoken.dataset,
        place.county_code,
        place.period,
        place.area_code,
        list_distinct(flatten(list(spoken.columns))) AS columns
    FROM spoken
    JOIN area_month AS place
        ON place.area_code = spoken.area_code
        AND place.period = spoken.period
        AND place.level = 'township'
        AND place.counts
    SEMI JOIN owed
        ON owed.dataset = spoken.dataset
        AND owed.area_code = place.county_code
    GROUP BY ALL
),

whole AS (
    SELECT county_code, period, count(*) AS townships
    FROM area_month
    WHERE level = 'township'
        AND counts
    GROUP BY ALL
),

together AS (
    SELECT
        township.dataset,
        township.county_code AS area_code,
        township.period,
        list_reduce(list(township.columns), lambda a, b: list_intersect(a, b)) AS columns
    FROM township
    JOIN whole
        ON whole.county_code = township.county_code
        AND whole.period = township.period
    ANTI JOIN single
        ON single.dataset = township.dataset
        AND single.area_code = township.county_code
        AND single.period = township.period
    GROUP BY township.dataset, township.county_code, township.period
    HAVING count(*) = any_value(whole.townships)
)

SELECT dataset, area_code, period, columns FROM single
UNION ALL
SELECT dataset, area_code, period, list_sort(columns) FROM together
