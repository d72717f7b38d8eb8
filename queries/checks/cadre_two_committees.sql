/*
title    = { zh = "同一人在两个团委专职", en = "Full-time in two committees" }
why      = "专职只能在一处。两处都写专职，团干部就数了两遍。"
source   = "智慧团建 → 团干部名单（专职、兼职、挂职）"
owner    = "团县委组织部"
reviewed = 2026-11-29
order    = 922
doubts   = "cadre"
severity = "warn"
cure     = "核对编制在哪里，另一处改为兼职或删去；调走了的，原单位的记录撤下。"
caveat   = "认得出是同一个人的才看得出来。不显示姓名，按干部键的末6位核对。按编号小的那一处不算存疑。"
*/
SELECT
    period,
    CASE WHEN min(area_code) = max(area_code) THEN min(area_code) ELSE min(_county) END AS area_code,
    '团干部' || right(person, 6) AS unit,
    right(person, 6) AS key,
    NULL::DATE AS since,
    NULL::DATE AS due,
    '在' || count(DISTINCT committee) || '处写了专职：' || string_agg(DISTINCT committee, '、' ORDER BY committee) AS detail,
    list({ 'batch': _batch, 'line': _line } ORDER BY committee, _batch, _line)[2:] AS doubtful
FROM cadre_monthly
WHERE post = 'full_time'
    AND person IS NOT NULL
GROUP BY period, person
HAVING count(DISTINCT committee) > 1
