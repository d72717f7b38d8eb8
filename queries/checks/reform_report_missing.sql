/*
title    = { zh = "缺了月报的改革项目", en = "Reform projects with missing reports" }
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

latest AS (
    SELECT _county, max(date_trunc('month', reported_on))::DATE AS period
    FROM reform_task
    WHERE report = 'month'
    GROUP BY _county
)

SELECT
    project.area_code,
    project.project AS unit,
    '缺' || string_agg(strftime(calendar.period, '%Y-%m'), '、' ORDER BY calendar.period) || '的月报' AS detail
FROM project
JOIN latest ON latest._county = project._county
JOIN calendar ON calendar.period BETWEEN project.first AND latest.period
ANTI JOIN reform_task AS report
    ON report._county = project._county
    AND report.area_code = project.area_code
    AND report.project = project.project
    AND report.report = 'month'
    AND date_trunc('month', report.reported_on) = calendar.period
GROUP BY project.area_code, project.project
