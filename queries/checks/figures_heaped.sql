/*
title    = { zh = "人数集中于整十整百", en = "Attendance in round numbers" }
why      = "数出来的人数，尾数是0或5的大约两成。六成以上都是整的，是估的，不是签到数的。"
source   = "尾数堆积检验（round-number heaping）；规则表“挤水分的界线”"
owner    = "团县委办公室"
reviewed = 2026-11-29
order    = 957
severity = "warn"
cure     = "要签到表；以后按签到数报，估的写“约”或“余”。"
caveat   = "按乡镇、按年、按台账看10人以上的各场；场次不够的不看。写明“余”“多”的不算。"
*/
WITH monthly AS (
    SELECT
        dataset,
        county_code,
        place_code,
        date_trunc('month', on_date)::DATE AS period,
        count(*) AS figures,
        count(*) FILTER (value % 5 = 0) AS round_ones
    FROM reported_figure
    GROUP BY ALL
)

SELECT
    month.period,
    monthly.place_code AS area_code,
    any_value(dataset.title) AS unit,
    monthly.dataset || ' ' || year(month.period) AS key,
    NULL::DATE AS since,
    NULL::DATE AS due,
    year(month.period) || '年' || sum(monthly.figures) || '场里有' || sum(monthly.round_ones) || '场的人数尾数是0或5' AS detail
FROM monthly
JOIN dataset ON dataset.dataset = monthly.dataset
JOIN month_end AS month
    ON month.area_code = monthly.county_code
    AND month.period >= monthly.period
    AND year(month.period) = year(monthly.period)
JOIN rules.audit_limit AS rule
    ON rule.rule = 'heaping'
    AND rule.valid_from <= month.period
    AND (rule.valid_to IS NULL OR month.period < rule.valid_to)
GROUP BY month.period, monthly.place_code, monthly.dataset, rule.amount, rule.least
HAVING sum(monthly.figures) >= rule.least
    AND 100 * sum(monthly.round_ones) > rule.amount * sum(monthly.figures)
