/*
title       = { zh = "申请入团人数", en = "Applicants for the League" }
called      = ["入团申请人数", "递交入团申请书人数", "申请入团青年人数"]
why         = "有多少人递交了入团申请书，是这条链条的起点。"
numerator   = "一段时间里第一次申请入团的人数"
unit        = "person"
better      = "neither"
over_time   = "sum"
by          = { grade = "年级", field = "领域" }
source      = "智慧团建 → 发展团员名册；学校发展团员登记表"
owner       = "团县委组织部"
reviewed    = 2026-11-22
order       = 600
suppress    = true
pages       = { pipeline = 2 }
optional    = ["pipeline_event.track"]
caveat      = "一人只按第一次申请算一次。没有申请日期、已经是积极分子的，按确定为积极分子那天算。"
*/
SELECT
    area_code,
    date_trunc('month', on_date)::DATE AS period,
    person AS unit,
    grade,
    field,
    1 AS numerator,
    NULL::INTEGER AS denominator
FROM pipeline_event
WHERE step IN ('apply', 'activist')
    AND track IS DISTINCT FROM 'party'                       -- the Party's lists use the same words
    AND person IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY person ORDER BY step = 'apply' DESC, on_date, area_code) = 1
