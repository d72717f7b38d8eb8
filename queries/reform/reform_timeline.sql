/*
title    = { zh = "改革项目进度表", en = "Timeline of the reform projects" }
why      = "每个项目每个月报到百分之几。缺报的月份空着，看得见空档。"
columns  = { area_code = "领办单位", project = "改革项目", period = "月份", progress = "进度（%）", result = "成效", experience = "经验" }
source   = "温岭市：月报进度、季报成效、年出经验，2020"
owner    = "团县委改革办"
reviewed = 2026-11-22
order    = 705
*/
WITH project AS (
    SELECT
        _county,
        area_code,
        project,
        min(date_trunc('month', reported_on))::DATE AS first
    FROM reform_task
    WHERE report IN ('month', 'quarter', 'year')
    GROUP BY ALL
),

latest AS (
    SELECT _county, max(date_trunc('month', reported_on))::DATE AS period
    FROM reform_task
    WHERE report IN ('month', 'quarter', 'year')
    GROUP BY _county
)

SELECT
    project.area_code,
    project.project,
    calendar.period,
    max(task.progress) FILTER (task.report = 'month') AS progress,    -- empty where no report came in
    any_value(task.result) FILTER (task.report = 'quarter') AS result,
    any_value(task.experience) FILTER (task.report = 'year') AS experience
FROM project
JOIN latest ON latest._county = project._county
JOIN calendar ON calendar.period BETWEEN project.first AND latest.period
LEFT JOIN reform_task AS task
    ON task._county = project._county
    AND task.area_code = project.area_code
    AND task.project = project.project
    AND date_trunc('month', task.reported_on) = calendar.period
GROUP BY ALL
ORDER BY project.area_code, project.project, calendar.period
