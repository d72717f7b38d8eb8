/*
title    = { zh = "队数倒挂的学校", en = "Schools with more brigades than squads" }
why      = "大队不会多于中队，中队不会多于小队。倒过来的是填错了。"
source   = "惠水县：大队76个、中队1243个、小队2921个，2023"
owner    = "团县委学少部"
reviewed = 2026-11-22
order    = 522
pages    = { pioneers = 4 }
severity = "error"
cure     = "请学校大队部重新导出名册，看是不是漏了小队。"
*/
SELECT
    period,
    area_code,
    coalesce(min(name) FILTER (kind = 'brigade'), min(name)) AS unit,
    'order' AS key,
    NULL::DATE AS since,
    NULL::DATE AS due,
    '大队' || count(*) FILTER (kind = 'brigade') || '个，中队' || count(*) FILTER (kind = 'squadron')
        || '个，小队' || count(*) FILTER (kind = 'squad') || '个' AS detail
FROM pioneer_unit_monthly
WHERE kind IN ('brigade', 'squadron', 'squad')
GROUP BY period, area_code
HAVING count(*) FILTER (kind = 'brigade') > count(*) FILTER (kind = 'squadron')
    OR count(*) FILTER (kind = 'squadron') > count(*) FILTER (kind = 'squad')
