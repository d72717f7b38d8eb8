/*
title    = { zh = "培养考察不足三个月", en = "Under three months of training" }
why      = "确定为入团积极分子后，要经过三个月以上的培养考察，才能列为发展对象。"
source   = "发展团员工作细则（中青发〔2023〕13号）；规则表“发展团员的期限和比例”"
owner    = "团县委组织部"
reviewed = 2026-11-22
order    = 973
severity = "warn"
cure     = "还没开支部大会的，补足培养考察再列为发展对象；日期录错的改正。"
caveat   = "三个月按90天算，从确定积极分子到列为发展对象。两个日期缺一个的看不出来；发展对象早于积极分子的，在“发展步骤日期颠倒”里。只报人数。"
*/
WITH trained AS (
    SELECT
        person,
        arg_min(area_code, on_date) FILTER (step = 'target') AS area_code,
        arg_min(_county, on_date) FILTER (step = 'target') AS county_code,
        arg_min(branch, on_date) FILTER (step = 'target') AS branch,
        min(on_date) FILTER (step = 'activist') AS activist_on,
        min(on_date) FILTER (step = 'target') AS target_on
    FROM pipeline_step
    WHERE track IS NULL OR track = 'league'
    GROUP BY person
    HAVING target_on >= activist_on
),

short AS (
    SELECT
        trained.*,
        trained.target_on - trained.activist_on AS days,
        (
            SELECT arg_max(amount, coalesce(length(rule.area), 0))
            FROM rules.league_limit AS rule
            WHERE rule.rule = 'training_days'
                AND starts_with(trained.county_code, coalesce(rule.area, ''))
                AND rule.valid_from <= trained.target_on
                AND (rule.valid_to IS NULL OR rule.valid_to > trained.target_on)
        ) AS minimum
    FROM trained
)

SELECT
    month.period,
    short.area_code,
    CASE WHEN area.level = 'school' THEN area.name ELSE coalesce(short.branch, area.name) END AS unit,
    CASE WHEN area.level = 'school' THEN area.area_code ELSE coalesce(short.branch, area.area_code) END AS key,
    min(short.target_on) AS since,
    NULL::DATE AS due,
    count(*) || '人培养考察不足' || format('{:g}', max(short.minimum)::DOUBLE) || '天，最短' || min(short.days) || '天' AS detail
FROM short
JOIN area ON area.area_code = short.area_code
JOIN month_end AS month
    ON month.area_code = short.county_code
    AND short.target_on <= month.last_day
WHERE short.days < short.minimum
GROUP BY month.period, short.area_code, unit, key
