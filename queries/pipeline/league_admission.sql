/*
title       = { zh = "发展团员", en = "Admission to the League" }
why         = "从入团申请到批准，一个人走到哪一步、停在哪里、等了多久，按学校和乡镇看得见。"
pipeline    = "league_admission"
attribution = "first"
source      = "中国共产主义青年团发展团员工作细则（中青发〔2023〕13号）"
owner       = "团县委组织部"
reviewed    = 2026-11-22
order       = 400
suppress    = true
caveat      = "人算在申请时的学校。没有提交申请记录的人不在里面。不到14周岁的人没有出生日期，按年龄段判断是否到龄。"
[by]
grade          = "年级"
field          = "领域"
recommended_by = "推荐方式"
*/
SELECT
    area_code,
    person,
    step,
    on_date,
    born,
    age_band,
    grade,
    field,
    recommended_by
FROM pipeline_step
WHERE track IS NULL OR track = 'league'
