/*
title    = { zh = "乡镇团委班子", en = "Township committees" }
why      = "每个乡镇团委几个人，专职、挂职、兼职各几名，大学生副书记几名，书记任职时多大。"
columns  = { area_code = "乡镇", people = "人数", full_time = "专职", seconded = "挂职", part_time = "兼职", students = "大学生副书记", secretary_age = "书记任职年龄" }
source   = "智慧团建 → 团干部；团县委组织部花名册"
owner    = "团县委组织部"
reviewed = 2026-11-22
order    = 159
*/
SELECT
    township AS area_code,
    count(DISTINCT person) FILTER (position IN ('secretary', 'deputy', 'member')) AS people,
    count(DISTINCT person) FILTER (post = 'full_time') AS full_time,
    count(DISTINCT person) FILTER (post = 'seconded') AS seconded,
    count(DISTINCT person) FILTER (post = 'part_time') AS part_time,
    count(DISTINCT person) FILTER (is_student AND position = 'deputy') AS students,
    any_value(date_diff('month', born, elected_on) // 12) FILTER (position = 'secretary') AS secretary_age
FROM cadre
WHERE level = 'township'
    AND township IS NOT NULL
GROUP BY township
ORDER BY township
