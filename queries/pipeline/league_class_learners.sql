/*
title       = { zh = "团课学员数", en = "People in League classes" }
why         = "多少人上过团课。学时多也可能只是几个人反复上。"
numerator   = "一段时间里有团课学时的人数（按人去重）"
unit        = "person"
better      = "higher"
over_time   = "distinct"
by          = { grade = "年级" }
source      = "中学团校 → 团课签到与结业登记表"
owner       = "团县委学少部"
reviewed    = 2026-11-22
order       = 631
suppress    = true
pages       = {}
caveat      = "只报了一学年合计的，算在合计的那个月。只有测评或思政考评、没有学时的不算。"
*/
SELECT
    area_code,
    date_trunc('month', on_date)::DATE AS period,
    person AS unit,
    grade,
    1 AS numerator,
    NULL::INTEGER AS denominator
FROM class_hours
WHERE hours > 0
    AND person IS NOT NULL
GROUP BY ALL
