/*
title    = { zh = "入团谈话晚于一个月", en = "Talks later than a month" }
why      = "递交入团申请书后，一个月内要派人谈话。"
source   = "发展团员工作细则（中青发〔2023〕13号）；规则表“发展团员的期限和比例”"
owner    = "团县委组织部"
reviewed = 2026-11-22
order    = 972
severity = "warn"
cure     = "没谈的尽快谈；谈晚了的提醒支部，下一批按时谈。日期录错的改正。"
caveat   = "谈了的按谈话日期看；还没谈、也没走到后面的，按看的那个月的月末看。没有申请日期的看不出来。只报人数。"
*/
WITH applicant AS (
    SELECT
        step.person,
        arg_min(step.area_code, step.on_date) FILTER (step.step = 'apply') AS area_code,
        arg_min(step._county, step.on_date) FILTER (step.step = 'apply') AS county_code,
        arg_min(step.branch, step.on_date) FILTER (step.step = 'apply') AS branch,
        min(step.on_date) FILTER (step.step = 'apply') AS applied_on,
        min(step.on_date) FILTER (step.step = 'talk') AS talked_on,
        min(step.on_date) FILTER (step.step <> 'apply') AS went_on
    FROM pipeline_step AS step
    WHERE step.track IS NULL OR step.track = 'league'
    GROUP BY step.person
    HAVING applied_on IS NOT NULL
),

ruled AS (
    SELECT
        *,
        applied_on + (
            SELECT arg_max(amount, coalesce(length(rule.area), 0))
            FROM rules.league_limit AS rule
            WHERE rule.rule = 'talk_days'
                AND starts_with(applicant.county_code, coalesce(rule.area, ''))
                AND rule.valid_from <= applicant.applied_on
                AND (rule.valid_to IS NULL OR rule.valid_to > applicant.applied_on)
        )::INTEGER AS due
    FROM applicant
),

late AS (
    SELECT
        month.period,
        ruled.area_code,
        ruled.branch,
        ruled.due,
        ruled.due - ruled.applied_on AS maximum,
        coalesce(ruled.talked_on <= month.last_day, false) AS talked,
        CASE WHEN ruled.talked_on <= month.last_day THEN ruled.talked_on ELSE month.last_day END - ruled.applied_on AS days
    FROM ruled
    JOIN reported AS month
        ON month.dataset = 'pipeline_event'
        AND month.county_code = ruled.county_code
        AND month.last_day > ruled.due
    WHERE coalesce(ruled.talked_on > ruled.due, true)
        AND (ruled.talked_on <= month.last_day OR coalesce(ruled.went_on > month.last_day, true))
)

SELECT
    late.period,
    late.area_code,
    CASE WHEN area.level = 'school' THEN area.name ELSE coalesce(late.branch, area.name) END AS unit,
    CASE WHEN area.level = 'school' THEN area.area_code ELSE coalesce(late.branch, area.area_code) END AS key,
    min(late.due) + 1 AS since,
    min(late.due) AS due,
    count(*) || '人申请后超过' || max(late.maximum) || '天才谈话或还没谈（没谈的' || count(*) FILTER (NOT late.talked)
        || '人），最长' || max(late.days) || '天' AS detail
FROM late
JOIN area ON area.area_code = late.area_code
GROUP BY late.period, late.area_code, unit, key
