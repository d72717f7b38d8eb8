/*
title       = { zh = "改革月报报送率", en = "Monthly reform reports filed" }
why         = "每个项目每月都要报进度，缺的月份是空档，要看得见。"
numerator   = "报了月报的项目月数"
denominator = "从第一次报告起到全县最近一次月报，应报的项目月数"
unit        = "percent"
better      = "higher"
over_time   = "sum"
target      = 100
source      = "温岭市：月报进度、季报成效、年出经验，2020"
owner       = "团县委改革办"
reviewed    = 2026-11-22
order       = 703
pages       = { tasks = 2 }
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

latest AS (
    SELECT _county, max(date_trunc('month', reported_on))::DATE AS period
    FROM reform_task
    WHERE report = 'month'
    GROUP BY _county
)

SELECT
    project.area_code,
    calendar.period,
    project.project AS unit,
    (count(report.project) > 0)::INTEGER AS numerator,
    1 AS denominator
FROM project
JOIN latest ON latest._county = project._county
JOIN calendar ON calendar.period BETWEEN project.first AND latest.period    -- from its first report on, every month is owed
LEFT JOIN reform_task AS report
    ON report._county = project._county
    AND report.area_code = project.area_code
    AND report.project = project.project
    AND report.report = 'month'
    AND date_trunc('month', report.reported_on) = calendar.period
GROUP BY project.area_code, calendar.period, project.project
