-- The terms of office on the lists in force at the end of each month.
SELECT
    in_force.period,
    term_due.*
FROM term_due
JOIN in_force
    ON in_force.dataset = 'term'
    AND in_force.cover = term_due._cover
    AND in_force.as_of = term_due._as_of
