/*
title    = { zh = "人数尾数分布异常", en = "Last digits that do not look counted" }
why      = "数出来的人数，尾数1、2、3……差不多一样多。总是6和8，是编的。"
source   = "尾数检验（卡方，自由度7，0.1%的界线是24.322）；规则表“挤水分的界线”"
owner    = "团县委办公室"
reviewed = 2026-11-29
order    = 958
severity = "warn"
cure     = "要签到表，抽几场核对。"
caveat   = "按县、按年、按台账看10人以上的各场，尾数是0和5的不算（另一张单子看）。场次不够、人数都差不多的不看：那时尾数本来就不匀。"
*/
WITH monthly AS (
    SELECT
        dataset,
        county_code,
        date_trunc('month', on_date)::DATE AS period,
        value % 10 AS digit,
        count(*) AS figures,
        sum(value::DOUBLE) AS total,
        sum(value::DOUBLE * value) AS squares
    FROM reported_figure
    WHERE value % 5 <> 0
    GROUP BY ALL
),

yearly AS (                                                  -- of each year, what is known at each month's end
    SELECT
        month.period,
        monthly.dataset,
        monthly.county_code,
        monthly.digit,
        sum(monthly.figures) AS figures,
        sum(monthly.total) AS total,
        sum(monthly.squares) AS squares
    FROM monthly
    JOIN month_end AS month
        ON month.area_code = monthly.county_code
        AND month.period >= monthly.period
        AND year(month.period) = year(monthly.period)
    GROUP BY ALL
),

tested AS (
    SELECT
        period,
        dataset,
        county_code,
        sum(figures) AS figures,
        8.0 * sum(figures * figures) / sum(figures) - sum(figures) AS chi,    -- over the eight digits, those never met too
        sqrt(greatest(sum(squares) / sum(figures) - (sum(total) / sum(figures)) ** 2, 0)) AS spread,
        arg_max(digit, figures) AS digit,
        max(figures) AS most
    FROM yearly
    GROUP BY ALL
)

SELECT
    tested.period,
    tested.county_code AS area_code,
    dataset.title AS unit,
    tested.dataset || ' ' || year(tested.period) AS key,
    NULL::DATE AS since,
    NULL::DATE AS due,
    year(tested.period) || '年' || tested.figures || '场里尾数是' || tested.digit || '的有' || tested.most || '场，应当是'
        || format('{:.0f}', tested.figures / 8.0) || '场上下' AS detail
FROM tested
JOIN dataset ON dataset.dataset = tested.dataset
JOIN rules.audit_limit AS rule
    ON rule.rule = 'last_digit'
    AND rule.valid_from <= tested.period
    AND (rule.valid_to IS NULL OR tested.period < rule.valid_to)
WHERE tested.figures >= rule.least
    AND tested.chi > rule.amount
    AND tested.spread >= rule.times
