/*
title     = { zh = "大学生兼职副书记", en = "University students as township deputies" }
why       = "乡镇团委选了多少名在校大学生当副书记。"
numerator = "月末在册、身份是在校大学生的副书记人数"
unit      = "person"
better    = "higher"
over_time = "last"
source    = "柘城县公布的做法，2024"
owner     = "团县委组织部"
reviewed  = 2026-11-22
order     = 152
pages     = { cadres = 5 }
*/
SELECT
    area_code,
    period,
    committee AS unit,
    1 AS numerator,
    NULL::INTEGER AS denominator
FROM cadre_monthly
WHERE position = 'deputy'
    AND is_student
