/*
title    = { zh = "季报成效和年出经验", en = "Results by quarter, experience by year" }
why      = "每个项目每季报了什么成效，年底出了什么经验。"
columns  = { area_code = "领办单位", project = "改革项目", reported_on = "报告时间", report = "报告类型", said = "成效或经验" }
source   = "温岭市：月报进度、季报成效、年出经验，2020"
owner    = "团县委改革办"
reviewed = 2026-11-22
order    = 707
*/
SELECT
    area_code,
    project,
    reported_on,
    report,
    coalesce(result, experience) AS said
FROM reform_task
WHERE report IN ('quarter', 'year')
ORDER BY reported_on DESC, project
