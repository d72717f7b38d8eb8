-- A place that reports the very figure of the months before, as many in a row as the rule says: one row for each month's end
-- it stands at, with the first and the last of its months. `least`: what the rule takes for no figure of chance.
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
    month.period,
    run.county_code,
    run.place_code,
    run.value,
    min(run.period) AS since,
    max(run.period) AS latest,
    count(*) AS months,
    rule.least
FROM run
JOIN month_end AS month
    ON month.area_code = run.county_code
    AND month.period >= run.period
JOIN rules.audit_limit AS rule
    ON rule.rule = 'repeated_months'
    AND rule.valid_from <= month.period
    AND (rule.valid_to IS NULL OR month.period < rule.valid_to)
GROUP BY run.dataset, run.figure, month.period, run.county_code, run.place_code, run.value, run.number, rule.least, rule.amount
HAVING count(*) >= rule.amount
