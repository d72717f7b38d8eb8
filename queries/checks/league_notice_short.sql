/*
title    = { zh = "公示不足5个工作日", en = "Public notices under five working days" }
why      = "发展对象公示要满5个工作日，遇到节假日顺延。不满的等于没公示够。"
source   = "发展团员工作细则（中青发〔2023〕13号）；规则表“发展团员的期限和比例”"
owner    = "团县委组织部"
reviewed = 2026-11-22
order    = 971
severity = "error"
cure     = "还没开支部大会的，重新公示满；已经入团的，查明公示台账，写明情况报团县委。"
caveat   = "工作日按国务院办公厅公布的放假调休算，首尾两天都算。没写公示起止日期的看不出来，不列。按学校（没有学校的按支部）只报人数。"
*/
WITH notice AS (
    SELECT DISTINCT
        step.area_code,
        step._county,
        step.person,
        step.branch,
        step.notice_from,
        step.notice_to,
        last.nth - first.nth + first.is_working::INTEGER AS days,
        (
            SELECT arg_max(amount, coalesce(length(rule.area), 0))
            FROM rules.league_limit AS rule
            WHERE rule.rule = 'notice_working_days'
                AND starts_with(step._county, coalesce(rule.area, ''))
                AND rule.valid_from <= step.notice_from
                AND (rule.valid_to IS NULL OR rule.valid_to > step.notice_from)
        ) AS minimum
    FROM pipeline_step AS step
    JOIN working_day AS first ON first.day = step.notice_from
    JOIN working_day AS last ON last.day = step.notice_to
    WHERE step.track IS DISTINCT FROM 'party'
)

SELECT
    month.period,
    notice.area_code,
    CASE WHEN area.level = 'school' THEN area.name ELSE coalesce(notice.branch, area.name) END AS unit,
    CASE WHEN area.level = 'school' THEN area.area_code ELSE coalesce(notice.branch, area.area_code) END AS key,
    min(notice.notice_to) AS since,
    NULL::DATE AS due,
    count(DISTINCT notice.person) || '人公示不足' || format('{:g}', max(notice.minimum)::DOUBLE) || '个工作日，最短' || min(notice.days) || '个' AS detail
FROM notice
JOIN area ON area.area_code = notice.area_code
JOIN month_end AS month
    ON month.area_code = notice._county
    AND notice.notice_to <= month.last_day
WHERE notice.days < notice.minimum
GROUP BY month.period, notice.area_code, unit, key
