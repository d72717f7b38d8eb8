-- Sums of money that stand to others of their kind as yuan to ten thousands of yuan, or the reverse: `usual` is the median of
-- the same project (of fees, the yuan a payer of the same organisation), of too few the median of what is like it. Nothing is
-- said where the middle ones of these differ widely among themselves. One row for each month's end from its day on.
WITH entry AS (
    SELECT
        'funding' AS dataset,
        _county AS county_code,
        coalesce(township, _county) AS area_code,
        project AS unit,
        '收入 ' || project AS own,
        concat_ws(' ', '收入', source, purpose) AS alike,
        paid_on AS on_date,
        abs(received) AS value,
        { 'batch': _batch, 'line': _line } AS row,
        '记了' AS said
    FROM funding
    UNION ALL
    SELECT 'funding', _county, coalesce(township, _county), project, '支出 ' || project, concat_ws(' ', '支出', source, purpose),
        paid_on, abs(spent), { 'batch': _batch, 'line': _line }, '记了'
    FROM funding
    UNION ALL
    SELECT 'aid', _county, coalesce(township, _county), project, project, '', paid_on, amount, { 'batch': _batch, 'line': _line }, '发了'
    FROM aid
    UNION ALL
    SELECT 'league_fee', _county, area_code, org_name, org_name, '', month, amount / nullif(paid, 0), { 'batch': _batch, 'line': _line },
        '起人均'
    FROM league_fee
),

peer AS (
    SELECT
        *,
        count(*) OVER own AS own_count,
        quantile_disc(value, [0.3, 0.5, 0.7]) OVER own AS own_middle,
        count(*) OVER alike AS alike_count,
        quantile_disc(value, [0.3, 0.5, 0.7]) OVER alike AS alike_middle
    FROM entry
    WHERE value > 0
    WINDOW
        own AS (PARTITION BY dataset, county_code, own),
        alike AS (PARTITION BY dataset, county_code, alike)
),

compared AS (
    SELECT
        peer.dataset,
        peer.county_code,
        peer.area_code,
        peer.unit,
        peer.on_date,
        peer.value,
        peer.row,
        peer.said,
        rule.amount,
        rule.times,
        CASE WHEN peer.own_count >= rule.least THEN peer.own_middle ELSE peer.alike_middle END AS middle
    FROM peer
    JOIN rules.audit_limit AS rule
        ON rule.rule = 'unit_slip'
        AND rule.valid_from <= peer.on_date
        AND (rule.valid_to IS NULL OR peer.on_date < rule.valid_to)
        AND greatest(peer.own_count, peer.alike_count) >= rule.least
),

slip AS (
    SELECT *, middle[2] AS usual
    FROM compared
    WHERE middle[3] <= times * times * middle[1]
        AND greatest(value / middle[2], middle[2] / value) BETWEEN amount / times AND amount * times
)

SELECT
    slip.dataset,
    month.period,
    slip.area_code,
    slip.unit,
    slip.on_date || ' ' || slip.unit || ' ' || format('{:.12g}', slip.value::DOUBLE) AS key,
    slip.on_date AS since,
    slip.on_date || slip.said || format('{:.12g}', round(slip.value::DOUBLE, 2)) || '元，通常是'
        || format('{:.12g}', round(slip.usual::DOUBLE, 2)) || '元' AS detail,
    list(slip.row) AS doubtful
FROM slip
JOIN month_end AS month
    ON month.area_code = slip.county_code
    AND slip.on_date <= month.last_day
GROUP BY slip.dataset, month.period, slip.area_code, slip.unit, slip.on_date, slip.value, slip.usual, slip.said
