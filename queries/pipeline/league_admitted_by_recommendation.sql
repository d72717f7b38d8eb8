/*
title       = { zh = "推优入团人数", en = "New League members who were recommended" }
called      = ["推优入团", "少先队推优入团人数", "经推优入团人数", "推荐优秀少先队员入团人数"]
why         = "新团员里，有多少是少先队推优、团员推荐或团组织推优来的。"
numerator   = "一段时间里入团、写明推荐方式的人数"
unit        = "person"
better      = "higher"
over_time   = "sum"
by          = { grade = "年级", recommended_by = "推荐方式", field = "领域" }
source      = "智慧团建 → 发展团员名册；柘城县：2022年以来共推优入团516名，2024"
owner       = "团县委组织部"
reviewed    = 2026-11-22
order       = 602
suppress    = true
pages       = {}
optional    = ["pipeline_event.track", "pipeline_event.result"]
caveat      = "没写推荐方式的不算，所以是下限。和新发展团员数一样，按支部大会（没有的按审批）那天算，一人只算一次。"
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
WHERE recommended_by IS NOT NULL
