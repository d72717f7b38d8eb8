/*
title    = { zh = "金额首位数分布异常", en = "First digits of money that do not look like a ledger's" }
why      = "真的收支，首位数是1的约三成、是9的不到5%（本福特定律）。编的金额，九个数字差不多一样多。"
source   = "首位数检验（卡方，自由度8，0.1%的界线是26.125）；规则表“挤水分的界线”"
owner    = "团县委办公室"
reviewed = 2026-11-29
order    = 948
severity = "warn"
cure     = "抽凭证核对；定额发放多的账，首位数本来就集中，写明即可。"
caveat   = "按县看收支台账里互不相同的金额，笔数要够，大小要差得开，不然不看。一个项目各笔都差不多大的，首位数自有原因，不算在内。"
*/
WITH entry AS (
    SELECT
        *,
        count(*) OVER own AS own_count,
        quantile_cont(yuan, 0.95) OVER own / quantile_cont(yuan, 0.05) OVER own AS own_width
    FROM (
        SELECT _county AS county_code, project, abs(received) AS yuan, paid_on
        FROM funding
        UNION ALL
        SELECT _county, project, abs(spent), paid_on
        FROM funding
    )
    WHERE yuan >= 1
    WINDOW own AS (PARTITION BY county_code, project)
),

sum_of_money AS (                                            -- each amount once: fixed rates say nothing
    SELECT
        entry.county_code,
        entry.yuan,
        min(entry.paid_on) AS paid_on
    FROM entry
    JOIN rules.audit_limit AS rule
        ON rule.rule = 'first_digit'
        AND rule.valid_from <= entry.paid_on
        AND (rule.valid_to IS NULL OR entry.paid_on < rule.valid_to)
    WHERE entry.own_width >= rule.times
        OR entry.own_count < 10                              -- a project of many sums that are all about as large has digits of its own
    GROUP BY ALL
),

counted AS (
    SELECT
        month.period,
        money.county_code,
        left(trunc(money.yuan)::BIGINT::VARCHAR, 1)::INTEGER AS digit,
        money.yuan
    FROM sum_of_money AS money
    JOIN month_end AS month
        ON month.area_code = money.county_code
        AND money.paid_on <= month.last_day
),

digit AS (
    SELECT
        period,
        county_code,
        digit,
        count(*) AS found
    FROM counted
    GROUP BY ALL
),

tested AS (
    SELECT
        period,
        county_code,
        sum(found) AS figures,
        sum(found * found / log10(1 + 1.0 / digit)) / sum(found) - sum(found) AS chi,
        max(found) FILTER (digit = 1) AS ones
    FROM digit
    GROUP BY ALL
),

width AS (
    SELECT
        period,
        county_code,
        quantile_cont(yuan, 0.95) / quantile_cont(yuan, 0.05) AS width
    FROM counted
    GROUP BY ALL
)

SELECT
    tested.period,
    tested.county_code AS area_code,
    '收支台账' AS unit,
    'first_digit' AS key,
    NULL::DATE AS since,
    NULL::DATE AS due,
    tested.figures || '个金额里首位数是1的有' || coalesce(tested.ones, 0) || '个，应当是' || format('{:.0f}', tested.figures * log10(2))
        || '个上下' AS detail
FROM tested
JOIN width
    ON width.period = tested.period
    AND width.county_code = tested.county_code
JOIN rules.audit_limit AS rule
    ON rule.rule = 'first_digit'
    AND rule.valid_from <= tested.period
    AND (rule.valid_to IS NULL OR tested.period < rule.valid_to)
WHERE tested.figures >= rule.least
    AND width.width >= rule.times
    AND tested.chi > rule.amount
