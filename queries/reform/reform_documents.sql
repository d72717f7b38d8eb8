/*
title     = { zh = "改革制度和事项", en = "Reform documents and marks" }
why       = "出台了几项改革制度，确定了几个试点、几项机制。"
numerator = "这段时间登记的制度、试点、机制项数"
unit      = "count"
better    = "higher"
over_time = "sum"
by        = { report = "类别" }
source    = "基层组织综合改革试点台账"
owner     = "团县委改革办"
reviewed  = 2026-11-22
order     = 701
pages     = { tasks = 4 }
caveat    = "不同类别看分项。"
*/
SELECT
    area_code,
    date_trunc('month', reported_on)::DATE AS period,
    project AS unit,
    report,
    1 AS numerator,
    NULL::INTEGER AS denominator
FROM reform_task
WHERE report NOT IN ('month', 'quarter', 'year', 'strand', 'unification', 'central_work', 'department', 'platform')
GROUP BY ALL
