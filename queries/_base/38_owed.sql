-- Which unit owes which dataset, for which months of the year, within how many days of their end: of several rules for
-- a dataset the one written for the nearest place (the longest code). Units out of denominators owe nothing.
SELECT
    rule.dataset,
    unit.area_code,
    rule.level,
    rule.months,
    rule.days,
    greatest(unit.valid_from, rule.valid_from) AS since,     -- NULL on one side leaves the other
    least(unit.valid_to, rule.valid_to) AS until
FROM rules.reporting AS rule
JOIN area AS unit
    ON unit.level = rule.level
    AND unit.counts IS DISTINCT FROM false
    AND starts_with(unit.area_code, coalesce(rule.area, ''))
WHERE NOT EXISTS (
        SELECT 1
        FROM rules.reporting AS nearer
        WHERE nearer.dataset = rule.dataset
            AND starts_with(unit.area_code, coalesce(nearer.area, ''))
            AND length(coalesce(nearer.area, '')) > length(coalesce(rule.area, ''))
    )
