/*
title    = { zh = "入团谈话晚于一个月", en = "Talks later than a month" }
why      = "递交入团申请书后，一个月内要派人谈话。"
source   = "发展团员工作细则（中青发〔2023〕13号）；规则表“发展团员的期限和比例”"
owner    = "团县委组织部"
reviewed = 2026-11-22
order    = 972
severity = "warn"
cure     = "没谈的尽快谈；谈晚了的提醒支部，下一批按时谈。日期录错的改正。"
caveat   = "谈了的按谈话日期看；还没谈、也没走到后面的，按数据截至那天看。没有申请日期的看不出来。只报人数。"
*/
WITH latest AS (
    SELECT
        county_code,
        max(last_date) AS last_date
    FROM dated
    WHERE dataset = 'pipeline_event'
    GROUP BY county_code
),

applicant AS (
    SELECT
        step.person,
        arg_min(step.area_code, step.on_date) FILTER (step.step = 'apply') AS area_code,
        arg_min(step._county, step.on_date) FILTER (step.step = 'apply') AS county_code,
        arg_min(step.branch, step.on_date) FILTER (step.step = 'apply') AS branch,
        min(step.on_date) FILTER (step.step = 'apply') AS applied_on,
        min(step.on_date) FILTER (step.step = 'talk') AS talked_on,
        count(*) FILTER (step.step <> 'apply') > 0 AS went_on
    FROM pipeline_step AS step
    WHERE step.track IS NULL OR step.track = 'league'
    GROUP BY step.person
    HAVING applied_on IS NOT NULL
),

late AS (
    SELECT
        applicant.*,
        coalesce(applicant.talked_on, latest.last_date) - applicant.applied_on AS days,
        (
            SELECT arg_max(amount, coalesce(length(rule.area), 0))
            FROM rules.league_limit AS rule
            WHERE rule.rule = 'talk_days'
                AND starts_with(applicant.county_code, coalesce(rule.area, ''))
                AND rule.valid_from <= applicant.applied_on
                AND (rule.valid_to IS NULL OR rule.valid_to > applicant.applied_on)
        ) AS maximum
    FROM applicant
    JOIN latest ON latest.county_code = applicant.county_code
    WHERE applicant.talked_on IS NOT NULL
        OR NOT applicant.went_on
)

SELECT
    late.area_code,
    CASE WHEN area.level = 'school' THEN area.name ELSE coalesce(late.branch, area.name) END AS unit,
    count(*) || '人申请后超过' || format('{:g}', late.maximum::DOUBLE) || '天才谈话或还没谈（没谈的' || count(*) FILTER (late.talked_on IS NULL)
        || '人），最长' || max(late.days) || '天' AS detail
FROM late
JOIN area ON area.area_code = late.area_code
WHERE late.days > late.maximum
GROUP BY late.area_code, unit, late.maximum
