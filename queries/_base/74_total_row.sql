-- Rows of a ledger or a list that are the sum of the rows beside them: a county's row that equals its townships' rows of the
-- same activity, project or list and month, a township's that equals its schools'. Added up with them it counts twice. One row
-- for each month's end it stands at: of a ledger from its month on, of a list while the list is in force.
WITH fact AS (
    SELECT 'activity' AS dataset, _county AS county_code, area_code, name AS unit, concat_ws(' ', name, kind, measure) AS alike,
        date_trunc('month', held_on)::DATE AS period, people::DECIMAL(18, 4) AS one, person_times::DECIMAL(18, 4) AS other,
        { 'batch': _batch, 'line': _line } AS row, ['人', '人次'] AS units, false AS is_list
    FROM activity
    UNION ALL
    SELECT 'volunteer_service', _county, area_code, project, project, date_trunc('month', served_on)::DATE,
        person_times, hours, { 'batch': _batch, 'line': _line }, ['人次', '小时'], false
    FROM volunteer_service
    WHERE person IS NULL
        AND status = 'effective'
    UNION ALL
    SELECT 'funding', _county, area_code, project, concat_ws(' ', project, source, purpose), date_trunc('month', paid_on)::DATE,
        received, spent, { 'batch': _batch, 'line': _line }, ['元收入', '元支出'], false
    FROM funding
    UNION ALL
    SELECT 'aid', _county, area_code, project, project, date_trunc('month', paid_on)::DATE, amount, beneficiaries, { 'batch': _batch, 'line': _line }, ['元', '人'], false
    FROM aid
    UNION ALL
    SELECT 'league_fee', _county, area_code, org_name, '', month, paid, amount, { 'batch': _batch, 'line': _line }, ['人已交', '元'], false
    FROM league_fee
    UNION ALL
    SELECT 'member_count', list._county, list.area_code, list.org_name, '', in_force.period, list.members, list.branches,
        { 'batch': list._batch, 'line': list._line }, ['名团员', '个支部'], true
    FROM member_count_rows AS list
    JOIN in_force
        ON in_force.dataset = 'member_count'
        AND in_force.cover = list._cover
        AND in_force.as_of = list._as_of
),

whole AS (
    SELECT
        whole.dataset,
        whole.county_code,
        whole.area_code,
        whole.unit,
        whole.period,
        whole.row,
        whole.one,
        whole.other,
        whole.units,
        whole.is_list,
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
        whole.units, whole.is_list, lower.level, rule.amount, rule.least
    HAVING count(DISTINCT part.area_code) >= rule.amount
        AND coalesce(sum(part.one) = whole.one, true)            -- what both give agrees
        AND coalesce(sum(part.other) = whole.other, true)
        AND greatest(
            CASE WHEN sum(part.one) = whole.one THEN whole.one END,
            CASE WHEN sum(part.other) = whole.other THEN whole.other END
        ) >= rule.least
)

SELECT
    whole.dataset,
    month.period,
    whole.area_code,
    whole.unit,
    concat_ws(' ', CASE WHEN NOT whole.is_list THEN strftime(whole.period, '%Y-%m') END, whole.unit) AS key,
    CASE WHEN NOT whole.is_list THEN whole.period END AS since,
    CASE WHEN NOT whole.is_list THEN strftime(whole.period, '%Y-%m') || '：' ELSE '' END
        || concat_ws('、', format('{:g}', whole.one::DOUBLE) || whole.units[1], format('{:g}', whole.other::DOUBLE) || whole.units[2])
        || '，正好是下面' || max(whole.parts) || '个单位之和' AS detail,
    list(DISTINCT whole.row) AS doubtful
FROM whole
JOIN month_end AS month
    ON month.area_code = whole.county_code
    AND CASE WHEN whole.is_list THEN month.period = whole.period ELSE month.period >= whole.period END
GROUP BY whole.dataset, month.period, whole.area_code, whole.unit, whole.period, whole.is_list, whole.one, whole.other, whole.units
