/*
title       = { zh = "新接收预备党员人数", en = "Probationary Party members" }
called      = ["新接收预备党员数", "发展党员数"]
why         = "推优的最后有多少人真入了党，在哪些领域。"
numerator   = "一段时间里被接收为预备党员的人数"
unit        = "person"
better      = "higher"
over_time   = "sum"
by          = { field = "领域" }
source      = "推优入党名册；江阴市共青团推优入党工程，2021"
owner       = "团县委组织部"
reviewed    = 2026-11-22
order       = 646
suppress    = true
pages       = { pipeline = 6 }
optional    = ["pipeline_event.result"]
caveat      = "只有团组织名册上的人，不是全县发展的党员。一人只算一次。"
*/
SELECT
    area_code,
    date_trunc('month', on_date)::DATE AS period,
    person AS unit,
    field,
    1 AS numerator,
    NULL::INTEGER AS denominator
FROM pipeline_event
WHERE step = 'probationary'
    AND result IS DISTINCT FROM 'failed'
    AND person IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY person ORDER BY on_date, area_code) = 1
