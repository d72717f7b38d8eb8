-- The months in which a place reports the very figure of the months before, from the one on that makes it as many as the
-- rule says (the third): `since` the first of them. Small figures are alike by chance and left out.
WITH run AS (                                                -- months of one figure that follow each other share a number
    SELECT
        *,
        12 * year(period) + month(period)
            - row_number() OVER (PARTITION BY figure, county_code, place_code, value ORDER BY period) AS number
    FROM reported_month
)

SELECT
    run.dataset,
    run.figure,
    run.county_code,
    run.place_code,
    run.value,
    min(run.period) OVER alike AS since,
    run.period
FROM run
JOIN rules.audit_limit AS rule
    ON rule.rule = 'repeated_months'
    AND rule.valid_from <= run.period
    AND (rule.valid_to IS NULL OR run.period < rule.valid_to)
WHERE run.value >= rule.least
WINDOW alike AS (PARTITION BY run.figure, run.county_code, run.place_code, run.value, run.number)
QUALIFY row_number() OVER (alike ORDER BY run.period) >= rule.amount
