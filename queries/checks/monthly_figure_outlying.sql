/*
title    = { zh = "明显高于本单位以往月份", en = "Months far above a place's own" }
why      = "一个乡镇平时几百人次，忽然报了几千，不是有大活动，就是填错了或凑数。"
source   = "离群值检验：修正z值（中位数和绝对中位差），DHIS2、CD2030数据质量指南；规则表“挤水分的界线”"
owner    = "团县委办公室"
reviewed = 2026-11-29
order    = 954
severity = "warn"
cure     = "请乡镇说明那个月办了什么；填错的改正，说得清的写进备注。"
caveat   = "和它前24个月比（取对数，看修正z值），上年同月也差不多高的是季节，不列。月数不够、数太小的不看。只看高的：低的看报送完整不完整。"
*/
WITH compared AS (
    SELECT
        *,
        count(*) OVER before AS months,
        median(ln(value::DOUBLE)) OVER before AS middle,
        mad(ln(value::DOUBLE)) OVER before AS spread
    FROM reported_month
    WINDOW before AS (
        PARTITION BY figure, county_code, place_code ORDER BY period
        RANGE BETWEEN INTERVAL 24 MONTH PRECEDING AND INTERVAL 1 MONTH PRECEDING
    )
)

SELECT
    month.period,
    found.place_code AS area_code,
    found.figure AS unit,
    found.figure || ' ' || strftime(found.period, '%Y-%m') AS key,
    found.period AS since,
    NULL::DATE AS due,
    strftime(found.period, '%Y-%m') || '报了' || format('{:.12g}', found.value::DOUBLE) || '，前' || found.months || '个月的中位数是'
        || format('{:.12g}', round(exp(found.middle), 1)) AS detail
FROM compared AS found
JOIN rules.audit_limit AS rule
    ON rule.rule = 'own_months'
    AND rule.valid_from <= found.period
    AND (rule.valid_to IS NULL OR found.period < rule.valid_to)
JOIN rules.audit_limit AS size
    ON size.rule = 'outlier_size'
    AND size.valid_from <= found.period
    AND (size.valid_to IS NULL OR found.period < size.valid_to)
LEFT JOIN reported_month AS last_year
    ON last_year.figure = found.figure
    AND last_year.county_code = found.county_code
    AND last_year.place_code = found.place_code
    AND last_year.period = found.period - INTERVAL 1 YEAR
JOIN month_end AS month
    ON month.area_code = found.county_code
    AND month.period >= found.period
WHERE found.months >= rule.least
    AND found.value >= size.amount
    AND ln(found.value::DOUBLE) >= found.middle + ln(rule.times::DOUBLE)
    AND 0.6745 * (ln(found.value::DOUBLE) - found.middle) > rule.amount * found.spread    -- months all alike: any such leap
    AND coalesce(found.value >= rule.times * last_year.value, true)
