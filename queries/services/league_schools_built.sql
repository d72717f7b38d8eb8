/*
title       = { zh = "中学团校建成率", en = "League schools built" }
why         = "中学团校按计划分批建，建成了多少。"
numerator   = "月末已建成的团校数"
denominator = "列入团校建设清单的学校数"
unit        = "percent"
better      = "higher"
over_time   = "last"
target      = 100
source      = "吉安市：团校建设率达100%，2021；柘城县：分批建立中学团校，2024"
owner       = "团县委学少部"
reviewed    = 2026-11-22
order       = 650
pages       = { services = 6 }
caveat      = "公布的100%没有说分母是什么，这里是列入计划的中学。"
*/
SELECT
    area_code,
    period,
    item AS unit,
    (state = 'done')::INTEGER AS numerator,
    1 AS denominator
FROM checklist_monthly
WHERE list = 'league_school'
