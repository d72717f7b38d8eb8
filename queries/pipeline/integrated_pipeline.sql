/*
title       = { zh = "党团队一体化", en = "Pioneers, League, Party" }
why         = "一个孩子从入队到入团、入党，是一条链条。这里看整条链条在哪一段断得最多。"
pipeline    = "integrated_pipeline"
attribution = "last"
source      = "江阴市党团队一体化“345”，2021"
owner       = "团县委学少部"
reviewed    = 2026-11-22
order       = 430
suppress    = true
caveat      = "同一个人要用同一个证件号才连得起来。人算在最近一步所在的单位。转出、未通过只算在它所属的那一段之后。"
[by]
field = "领域"
*/
SELECT
    area_code,
    person,
    step,
    on_date,
    born,
    age_band,
    field
FROM pipeline_step
