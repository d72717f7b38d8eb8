/*
title    = { zh = "各类活动的期、场、场次、次", en = "Kinds of activities by what is counted" }
why      = "哪类活动办了多少，期、场、场次、次、个各数各的。"
columns  = { area_code = "地区", year = "年度", kind = "工作类别", measure = "计量单位", quantity = "数量" }
source   = "团委活动台账"
owner    = "团县委宣传部"
reviewed = 2026-11-22
order    = 610
caveat   = "不同计量单位不相加。写“余”的是下限。"
*/
SELECT
    area_code,
    year(held_on)::VARCHAR AS year,
    kind,
    measure,
    sum(quantity) AS quantity
FROM activity
GROUP BY ALL
ORDER BY area_code, year, kind, measure
