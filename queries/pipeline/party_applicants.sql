/*
title       = { zh = "申请入党青年人数", en = "Young applicants for the Party" }
called      = ["申请入党人数", "递交入党申请书青年人数"]
why         = "多少团员青年递交了入党申请书，是推优入党的起点。"
numerator   = "一段时间里第一次递交入党申请书的人数"
unit        = "person"
better      = "higher"
over_time   = "sum"
by          = { field = "领域" }
source      = "推优入党名册；江阴市共青团推优入党工程，2021"
owner       = "团县委组织部"
reviewed    = 2026-11-22
order       = 640
suppress    = true
pages       = { pipeline = 4 }
optional    = ["pipeline_event.track"]
caveat      = "一人只按第一次申请算一次。只有团组织名册上的人，不是全部入党申请人。"
*/
SELECT
    area_code,
    date_trunc('month', on_date)::DATE AS period,
    person AS unit,
    field,
    1 AS numerator,
    NULL::INTEGER AS denominator
FROM pipeline_event
WHERE (step = 'party_apply' OR (step = 'apply' AND track = 'party'))
    AND person IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY person ORDER BY on_date, area_code) = 1
