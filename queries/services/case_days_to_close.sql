/*
title       = { zh = "平均办结天数", en = "Mean days to close" }
why         = "从提出到办结要几天。"
numerator   = "办结事项从提出到办结的天数之和"
denominator = "这段时间办结的事项件数"
unit        = "ratio"
better      = "lower"
over_time   = "sum"
by          = { kind = "事项类别", topic = "问题类型" }
source      = "团委服务青年台账；12355青少年服务台"
owner       = "团县委权益部"
reviewed    = 2026-11-22
order       = 623
pages       = { services = 3 }
caveat      = "单位是天。平均数怕极端值，中位数见“办结天数中位数”。"
*/
SELECT
    area_code,
    date_trunc('month', closed_on)::DATE AS period,
    case_id AS unit,
    kind,
    topic,
    closed_on - raised_on AS numerator,
    1 AS denominator
FROM main.case
WHERE closed_on IS NOT NULL
