/*
title       = { zh = "推优入党", en = "Recommendation to the Party" }
why         = "递交申请的团员，有多少经团组织推荐，走到积极分子、发展对象、预备党员、正式党员。"
pipeline    = "party_recommendation"
attribution = "first"
source      = "江阴市共青团推优入党工程实施方案，2021；中国共产党发展党员工作细则"
owner       = "团县委组织部"
reviewed    = 2026-11-22
order       = 420
suppress    = true
caveat      = "人算在递交申请时的单位。没有入党申请记录的人不在里面。"
[by]
field = "领域"
grade = "年级"
*/
SELECT
    area_code,
    person,
    step,
    on_date,
    born,
    age_band,
    field,
    grade
FROM pipeline_step
WHERE track IS NULL OR track = 'party'
