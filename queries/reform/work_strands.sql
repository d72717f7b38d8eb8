/*
title     = { zh = "工作布局", en = "Strands of work" }
why       = "工作分几个板块、几项一体化工程、几项中心工作，几个部门协同，用哪些信息平台。"
numerator = "这段时间登记的板块、工程、中心工作、协同部门、平台项数"
unit      = "count"
better    = "neither"
over_time = "sum"
by        = { report = "类别" }
source    = "基层组织综合改革试点台账"
owner     = "团县委改革办"
reviewed  = 2026-11-22
order     = 708
pages     = { tasks = 7 }
caveat    = "不同类别看分项，加在一起没有意义。"
*/
SELECT
    area_code,
    date_trunc('month', reported_on)::DATE AS period,
    project AS unit,
    report,
    1 AS numerator,
    NULL::INTEGER AS denominator
FROM reform_task
WHERE report IN ('strand', 'unification', 'central_work', 'department', 'platform')
GROUP BY ALL
