/*
title     = { zh = "办结事项数", en = "Cases closed" }
called    = ["办结数", "办结事项"]
why       = "真正解决了多少件。"
numerator = "这段时间办结的事项件数"
unit      = "count"
better    = "higher"
over_time = "sum"
by        = { kind = "事项类别", topic = "问题类型" }
source    = "团委服务青年台账；12355青少年服务台"
owner     = "团县委权益部"
reviewed  = 2026-11-22
order     = 621
pages     = {}
caveat    = "记在办结的那个月，不是提出的那个月。"
*/
SELECT
    area_code,
    date_trunc('month', closed_on)::DATE AS period,
    case_id AS unit,
    kind,
    topic,
    1 AS numerator,
    NULL::INTEGER AS denominator
FROM main.case
WHERE closed_on IS NOT NULL
