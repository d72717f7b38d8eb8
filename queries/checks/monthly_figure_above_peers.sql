/*
title    = { zh = "明显高于同县其他乡镇", en = "Months far above the other townships" }
why      = "同一个月里，各乡镇都是几百，有一个报了上万，要问它是怎么数的。"
source   = "离群值检验：z值，DHIS2数据质量指南；规则表“挤水分的界线”"
owner    = "团县委办公室"
reviewed = 2026-11-29
order    = 955
severity = "warn"
cure     = "请乡镇说明；填错的改正，口径不同的按统一口径重报。"
caveat   = "同一个县、同一个月、报了同一个数的各乡镇比（取对数，看z值）。乡镇不够多、数太小的不看。"
*/
WITH compared AS (
    SELECT
        told.*,
        count(*) OVER alike AS places,
        median(told.value) OVER alike AS middle,
        avg(ln(told.value::DOUBLE)) OVER alike AS mean,
        stddev_samp(ln(told.value::DOUBLE)) OVER alike AS spread
    FROM reported_month AS told
    JOIN area
        ON area.area_code = told.place_code
        AND area.level = 'township'
    WINDOW alike AS (PARTITION BY told.figure, told.county_code, told.period)
)

SELECT
    month.period,
    found.place_code AS area_code,
    found.figure AS unit,
    found.figure || ' ' || strftime(found.period, '%Y-%m') AS key,
    found.period AS since,
    NULL::DATE AS due,
    strftime(found.period, '%Y-%m') || '报了' || format('{:.12g}', found.value::DOUBLE) || '，同月' || found.places || '个乡镇的中位数是'
        || format('{:.12g}', round(found.middle::DOUBLE, 1)) AS detail
FROM compared AS found
JOIN rules.audit_limit AS rule
    ON rule.rule = 'peers'
    AND rule.valid_from <= found.period
    AND (rule.valid_to IS NULL OR found.period < rule.valid_to)
JOIN rules.audit_limit AS size
    ON size.rule = 'outlier_size'
    AND size.valid_from <= found.period
    AND (size.valid_to IS NULL OR found.period < size.valid_to)
JOIN month_end AS month
    ON month.area_code = found.county_code
    AND month.period >= found.period
WHERE found.places >= rule.least
    AND found.value >= size.amount
    AND found.value >= rule.times * found.middle
    AND ln(found.value::DOUBLE) - found.mean > rule.amount * found.spread
