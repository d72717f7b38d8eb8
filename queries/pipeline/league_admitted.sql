/*
title       = { zh = "新发展团员数", en = "New League members" }
called      = ["发展团员数", "新团员数", "入团人数", "新入团人数", "新发展团员", "发展新团员数"]
why         = "一段时间里发展了多少团员，在哪些学校、哪些领域，有多少是推荐来的。"
numerator   = "一段时间里入团的人数（按支部大会通过那天；没有这一天的按审批那天）"
unit        = "person"
better      = "neither"
over_time   = "sum"
by          = { grade = "年级", recommended_by = "推荐方式", field = "领域" }
source      = "智慧团建 → 发展团员名册；发展团员工作细则（中青发〔2023〕13号）：入团时间从支部大会通过之日算起"
owner       = "团县委组织部"
reviewed    = 2026-11-22
order       = 601
suppress    = true
pages       = { pipeline = 3 }
optional    = ["pipeline_event.track", "pipeline_event.result", "pipeline_event.recommended_by"]
caveat      = "一人只算一次。发展团员受调控，不以多为好。只在入党名册上写着入团时间、没有发展团员记录的人，是早年入团的，不算。没写推荐方式的，不知道是不是推荐来的。"
*/
SELECT
    area_code,
    date_trunc('month', on_date)::DATE AS period,
    person AS unit,
    grade,
    recommended_by,
    field,
    1 AS numerator,
    NULL::INTEGER AS denominator
FROM league_joining
