/*
title    = { zh = "较上年同月成倍增长", en = "Many times the same month last year" }
why      = "有季节的数要和上年同月比。翻了五倍还多，要么去年漏了，要么今年虚了。"
source   = "DHIS2、CD2030数据质量指南：有季节的数和上年同月比；规则表“挤水分的界线”"
owner    = "团县委办公室"
reviewed = 2026-11-29
order    = 956
severity = "warn"
cure     = "请乡镇说明为什么多；去年漏报的补报，今年填错的改正。"
caveat   = "两年的这个月都报了才比；数太小的不看。几倍算多，看规则表。"
*/
SELECT
    month.period,
    found.place_code AS area_code,
    found.figure AS unit,
    found.figure || ' ' || strftime(found.period, '%Y-%m') AS key,
    found.period AS since,
    NULL::DATE AS due,
    strftime(found.period, '%Y-%m') || '报了' || format('{:.12g}', found.value::DOUBLE) || '，上年同月是'
        || format('{:.12g}', last_year.value::DOUBLE) AS detail
FROM reported_month AS found
JOIN reported_month AS last_year
    ON last_year.figure = found.figure
    AND last_year.county_code = found.county_code
    AND last_year.place_code = found.place_code
    AND last_year.period = found.period - INTERVAL 1 YEAR
JOIN rules.audit_limit AS rule
    ON rule.rule = 'last_year'
    AND rule.valid_from <= found.period
    AND (rule.valid_to IS NULL OR found.period < rule.valid_to)
JOIN month_end AS month
    ON month.area_code = found.county_code
    AND month.period >= found.period
WHERE found.value > rule.amount * last_year.value
    AND last_year.value >= rule.least
