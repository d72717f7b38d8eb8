/*
title    = { zh = "入团时不满14周岁", en = "Joined under 14" }
why      = "年满14周岁才能入团。差一天也不行。"
source   = "中国共产主义青年团章程，2023，第一条；规则表“发展团员的期限和比例”"
owner    = "团县委组织部"
reviewed = 2026-11-22
order    = 975
doubts   = "pipeline_event"
severity = "error"
cure     = "核对出生日期和支部大会日期：录错的改正；确实不满14周岁的，报团县委组织部处理。"
caveat   = "按支部大会那天（没有的按审批）看。没有出生日期的按当天的年龄段看，两样都没有的看不出来。只在入党名册上写着入团时间的不看：那多半只写到月份。涉及不满14周岁的人，只报人数，不列名单。"
*/
WITH judged AS (
    SELECT
        joined.*,
        (
            SELECT arg_max(amount, coalesce(length(rule.area), 0))
            FROM rules.league_limit AS rule
            WHERE rule.rule = 'joining_age'
                AND starts_with(joined._county, coalesce(rule.area, ''))
                AND rule.valid_from <= joined.on_date
                AND (rule.valid_to IS NULL OR rule.valid_to > joined.on_date)
        ) AS minimum
    FROM league_joining AS joined
)

SELECT
    month.period,
    judged.area_code,
    CASE WHEN area.level = 'school' THEN area.name ELSE coalesce(judged.branch, area.name) END AS unit,
    CASE WHEN area.level = 'school' THEN area.area_code ELSE coalesce(judged.branch, area.area_code) END AS key,
    min(judged.on_date) AS since,
    NULL::DATE AS due,
    count(*) || '人入团时不满' || format('{:g}', max(judged.minimum)::DOUBLE) || '周岁' AS detail,
    list({ 'batch': judged._batch, 'line': judged._line }) AS doubtful
FROM judged
JOIN area ON area.area_code = judged.area_code
JOIN month_end AS month
    ON month.area_code = judged._county
    AND judged.on_date <= month.last_day
WHERE coalesce(
        date_sub('year', judged.born, judged.on_date) < judged.minimum,
        judged.age_band IN ('under_6', '6_8', '9_11', '12_13')
    )
GROUP BY month.period, judged.area_code, unit, key
