/*
title     = { zh = "服务青年事项数", en = "Cases raised" }
why       = "青年提出了多少件事：难题、咨询、热线、司法社会支持。"
numerator = "这段时间提出的事项件数"
unit      = "count"
better    = "neither"
over_time = "sum"
by        = { kind = "事项类别", topic = "问题类型" }
source    = "团委服务青年台账；12355青少年服务台"
owner     = "团县委权益部"
reviewed  = 2026-11-22
order     = 620
pages     = { services = 1 }
caveat    = "个案咨询一件就是一人次。"
*/
SELECT
    area_code,
    date_trunc('month', raised_on)::DATE AS period,
    case_id AS unit,
    kind,
    topic,
    1 AS numerator,
    NULL::INTEGER AS denominator
FROM main.case
