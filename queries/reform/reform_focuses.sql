/*
title     = { zh = "改革方向数", en = "Fields of reform" }
why       = "改革项目落在几个方向上：团员、团干部、团组织、党建带团建。"
numerator = "这段时间有项目报告进展的不同方向数"
unit      = "count"
better    = "neither"
over_time = "distinct"
source    = "温岭市基层组织综合改革试点，2020"
owner     = "团县委改革办"
reviewed  = 2026-11-22
order     = 707
pages     = { tasks = 6 }
caveat    = "按写的方向认，写法不同会当成两个。各乡镇相加会大于全县。"
*/
SELECT
    area_code,
    date_trunc('month', reported_on)::DATE AS period,
    focus AS unit,
    1 AS numerator,
    NULL::INTEGER AS denominator
FROM reform_task
WHERE report IN ('month', 'quarter', 'year')
    AND focus IS NOT NULL
GROUP BY ALL
