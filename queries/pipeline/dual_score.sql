/*
title       = { zh = "双积双评", en = "Dual scoring" }
why         = "四步走到哪一步，每所学校有多少人卡在积分、多少人卡在评价。"
pipeline    = "dual_score"
attribution = "first"
source      = "江阴市“双积双评”入团工作实施细则，2021"
owner       = "团县委学少部"
reviewed    = 2026-11-22
order       = 410
suppress    = true
caveat      = "看的是每一步完成的日期，不是分数。没有第一步日期的人不在里面。"
[by]
grade = "年级"
*/
SELECT
    area_code,
    person,
    step,
    on_date,
    born,
    age_band,
    grade
FROM pipeline_step
WHERE track IS NULL OR track = 'league'
