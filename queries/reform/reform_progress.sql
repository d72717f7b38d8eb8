/*
title       = { zh = "改革项目平均进度", en = "Mean progress of the projects" }
why         = "项目推进到百分之几。"
numerator   = "各项目最近月报的进度之和"
denominator = "报过进度的项目都完成时的进度之和（每项100）"
unit        = "percent"
better      = "higher"
over_time   = "last"
source      = "基层组织综合改革试点台账"
owner       = "团县委改革办"
reviewed    = 2026-11-22
order       = 702
pages       = { tasks = 1 }
caveat      = "没报的月份沿用上一次的进度，缺了哪个月看“月报报送率”。"
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

latest AS (                                                  -- as far as the county reports
    SELECT _county, max(date_trunc('month', reported_on))::DATE AS period
    FROM reform_task
    WHERE report = 'month'
    GROUP BY _county
)

SELECT
    project.area_code,
    calendar.period,
    project.project AS unit,
    arg_max(report.progress, report.reported_on) AS numerator,    -- a month without a report keeps what was said before
    100 AS denominator
FROM project
JOIN latest ON latest._county = project._county
JOIN calendar ON calendar.period BETWEEN project.first AND latest.period
JOIN reform_task AS report
    ON report._county = project._county
    AND report.area_code = project.area_code
    AND report.project = project.project
    AND report.report = 'month'
    AND report.reported_on <= calendar.last_day
GROUP BY ALL
