/*
title     = { zh = "改革项目数", en = "Reform projects" }
why       = "有多少个改革项目在报告进展。一个项目报几次只算一个。"
numerator = "这段时间报过月报、季报或年报的项目数"
unit      = "count"
better    = "higher"
over_time = "distinct"
source    = "基层组织综合改革试点台账"
owner     = "团县委改革办"
reviewed  = 2026-11-22
order     = 700
pages     = { tasks = 3 }
caveat    = "按名称认项目，改了名字会当成两个。"
*/
SELECT
    area_code,
    date_trunc('month', reported_on)::DATE AS period,
    project AS unit,
    1 AS numerator,
    NULL::INTEGER AS denominator
FROM reform_task
WHERE report IN ('month', 'quarter', 'year')
GROUP BY ALL
