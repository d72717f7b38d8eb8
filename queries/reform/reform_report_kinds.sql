/*
title     = { zh = "改革报告种类数", en = "Kinds of reform reports" }
why       = "月报进度、季报成效、年出经验，三种都出了没有。"
numerator = "这段时间报过的报告种类数"
unit      = "count"
better    = "neither"
over_time = "distinct"
source    = "温岭市：月报进度、季报成效、年出经验，2020"
owner     = "团县委改革办"
reviewed  = 2026-11-22
order     = 704
pages     = { tasks = 5 }
*/
SELECT
    area_code,
    date_trunc('month', reported_on)::DATE AS period,
    report AS unit,
    1 AS numerator,
    NULL::INTEGER AS denominator
FROM reform_task
WHERE report IN ('month', 'quarter', 'year')
GROUP BY ALL
