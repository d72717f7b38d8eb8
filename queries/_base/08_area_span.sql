-- Every stretch of time in which a unit stood unchanged: its name, level and what it lay in, by the month whose end it
-- reached first (`since`) and the one whose end it did not reach any more (`until`); `successors`: the codes of the units it
-- went to at its end. A unit has several where its name, level or parent changed. A row that says the same again with another date takes the place of the
-- earlier one told; within one batch it adds nothing.
WITH told AS (
    SELECT
        *,
        {
            'name': name, 'level': level, 'kind': kind, 'parent': parent_code, 'counts': counts
        } AS said,
        list_distinct(regexp_extract_all(coalesce(successor_code, ''), '[0-9A-Za-z_-]+')) AS successors,
        coalesce(date_trunc('month', valid_from)::DATE, DATE '0001-01-01') AS begins,
        coalesce(date_trunc('month', valid_to)::DATE, DATE '9999-01-01') AS ends
    FROM area_rows
),

distinct_span AS (
    SELECT *
    FROM told
    WINDOW dated AS (PARTITION BY area_code ORDER BY begins, _batch, _line)
    QUALIFY NOT coalesce(
            said IS NOT DISTINCT FROM lead(said) OVER dated
            AND ends > lead(begins) OVER dated
            AND lead(_batch) OVER dated > _batch, false
        )
        AND NOT coalesce(
            said IS NOT DISTINCT FROM lag(said) OVER dated
            AND lag(ends) OVER dated > begins
            AND lag(_batch) OVER dated >= _batch, false
        )
)

SELECT
    * EXCLUDE (said, begins, ends),
    begins AS since,
    least(ends, coalesce(lead(begins) OVER dated, ends)) AS until
FROM distinct_span
WINDOW dated AS (PARTITION BY area_code ORDER BY begins, _batch, _line)
QUALIFY until > since
