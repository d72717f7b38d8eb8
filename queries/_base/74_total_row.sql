-- Rows of a ledger or a list that are the sum of the rows beside them: a county's row that equals its townships' rows of the
-- same activity, project or list and month, a township's that equals its schools'. Added up with them it counts twice.
WITH fact AS (
    SELECT 'activity' AS dataset, _county AS county_code, area_code, name AS unit, concat_ws(' ', name, kind, measure) AS alike,
        date_trunc('month', held_on)::DATE AS period, people::DECIMAL(18, 4) AS one, person_times::DECIMAL(18, 4) AS other,
        { 'batch': _batch, 'line': _line } AS row
    FROM activity
    UNION ALL
    SELECT 'volunteer_service', _county, area_code, project, project, date_trunc('month', served_on)::DATE,
        person_times, hours, { 'batch': _batch, 'line': _line }
    FROM volunteer_service
    WHERE person IS NULL
        AND status = 'effective'
    UNION ALL
    SELECT 'funding', _county, area_code, project, concat_ws(' ', project, source, purpose), date_trunc('month', paid_on)::DATE,
        received, spent, { 'batch': _batch, 'line': _line }
    FROM funding
    UNION ALL
    SELECT 'aid', _county, area_code, project, project, date_trunc('month', paid_on)::DATE, amount, beneficiaries, { 'batch': _batch, 'line': _line }
    FROM aid
    UNION ALL
    SELECT 'league_fee', _county, area_code, org_name, '', month, paid, amount, { 'batch': _batch, 'line': _line }
    FROM league_fee
    UNION ALL
    SELECT 'member_count', list._county, list.area_code, list.org_name, '', in_force.period, list.members, list.branches,
        { 'batch': list._batch, 'line': list._line }
    FROM store.member_count AS list
    JOIN in_force
        ON in_force.dataset = 'member_count'
        AND in_force.cover = list._cover
        AND in_force.as_of = list._as_of
    WHERE list._ended IS NULL
)

SELECT
    whole.dataset,
    whole.county_code,
    whole.area_code,
    whole.unit,
    whole.period,
    whole.row,
    whole.one,
    whole.other,
    count(DISTINCT part.area_code) AS parts
FROM fact AS whole
JOIN area_path AS path
    ON path.ancestor_code = whole.area_code
    AND path.steps > 0
    AND path.since <= whole.period
    AND path.until > whole.period
JOIN area AS lower ON lower.area_code = path.area_code
JOIN fact AS part
    ON part.dataset = whole.dataset
    AND part.county_code = whole.county_code
    AND part.alike = whole.alike
    AND part.period = whole.period
    AND part.area_code = path.area_code
JOIN rules.audit_limit AS rule
    ON rule.rule = 'total_row'
    AND rule.valid_from <= whole.period
    AND (rule.valid_to IS NULL OR whole.period < rule.valid_to)
GROUP BY whole.dataset, whole.county_code, whole.area_code, whole.unit, whole.period, whole.row, whole.one, whole.other,
    lower.level, rule.amount, rule.least
HAVING count(DISTINCT part.area_code) >= rule.amount
    AND coalesce(sum(part.one) = whole.one, true)            -- what both give agrees
    AND coalesce(sum(part.other) = whole.other, true)
    AND greatest(
        CASE WHEN sum(part.one) = whole.one THEN whole.one END,
        CASE WHEN sum(part.other) = whole.other THEN whole.other END
    ) >= rule.least
