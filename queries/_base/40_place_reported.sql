-- Which county or township (or other area a batch names) is spoken for in which month. `apart`: its rows can be told
-- from those of its like, so that without one it has none; `by_village`, `by_school`: so can those of what lies in it.
-- Shares of covered areas count here only who was spoken for: of the silent nothing is known, and the figure is partial.
WITH place AS (
    SELECT
        spoken.dataset,
        spoken.period,
        spoken.apart,
        place.area_code,
        path.steps = 0 OR list_contains(spoken.apart, place.level) AS is_apart
    FROM spoken
    JOIN area_path AS path
        ON path.ancestor_code = spoken.area_code
        AND path.since <= spoken.period
        AND path.until > spoken.period
    JOIN area_month AS place
        ON place.area_code = path.area_code
        AND place.period = spoken.period
    WHERE place.level IN ('county', 'township')
        OR path.steps = 0
    QUALIFY NOT spoken.is_list
        OR spoken.since = max(spoken.since) OVER (PARTITION BY spoken.dataset, place.area_code, spoken.period)
)

SELECT
    dataset,
    area_code,
    period,
    bool_or(is_apart) AS apart,
    bool_or(list_contains(apart, 'village')) AS by_village,
    bool_or(list_contains(apart, 'school')) AS by_school
FROM place
GROUP BY ALL
