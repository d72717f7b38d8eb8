/*
title    = { zh = "改革制度时间线", en = "Reform documents in order" }
why      = "哪天出台了哪项制度，定了哪些试点和机制。"
columns  = { area_code = "单位", reported_on = "时间", report = "类别", project = "名称", focus = "改革方向" }
source   = "基层组织综合改革试点台账"
owner    = "团县委改革办"
reviewed = 2026-11-22
order    = 706
*/
SELECT area_code, reported_on, report, project, focus
FROM reform_task
WHERE report NOT IN ('month', 'quarter', 'year')
ORDER BY reported_on, report, project
