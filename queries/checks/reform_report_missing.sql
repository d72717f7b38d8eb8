/*
title    = { zh = "应报未报月报的改革项目", en = "Reform projects with missing reports" }
why      = "每月都要报，缺了哪几个月点出来。"
source   = "温岭市：月报进度、季报成效、年出经验，2020"
owner    = "团县委改革办"
reviewed = 2026-11-22
order    = 710
pages    = { tasks = 1 }
severity = "warn"
cure     = "请领办乡镇补报；没有进展也要报，写明原因。"
*/
WITH project AS (
    SELECT
        _county,
        area_code,
        project,
        min(date_trunc('month', reported_on))::DATE AS first
    FROM reform_task
    WHERE report = 'month'
    GROUP BY ALL
),

month AS (                                                   -- the months in which any project of the county reported
    SELECT DISTINCT _county, date_trunc('month', reported_on)::DATE AS period
    FROM reform_task
    WHERE report = 'month'
),

missing AS (
    SELECT project._county, project.area_code, project.project, calendar.period
    FROM project
    JOIN calendar ON calendar.period >= project.first
    ANTI JOIN reform_task AS report
        ON report._county = project._county
        AND report.area_code = project.area_code
        AND report.project = project.project
        AND report.report = 'month'
        AND date_trunc('month', report.reported_on) = calendar.period
)

SELECT
    month.period,
    missing.area_code,
    missing.project AS unit,
    missing.project AS key,
    min(missing.period) AS since,
    NULL::DATE AS due,
    '缺' || string_agg(strftime(missing.period, '%Y-%m'), '、' ORDER BY missing.period) || '的月报' AS detail
FROM missing
JOIN month
    ON month._county = missing._county
    AND missing.period <= month.period
GROUP BY month.period, missing.area_code, missing.project
