/*
title     = { zh = "服务青年人数", en = "People served in cases" }
why       = "帮到了多少人。同一个人提几件事，只算1人。"
numerator = "这段时间提出事项的人数（按人去重）"
unit      = "person"
better    = "higher"
over_time = "distinct"
by        = { kind = "事项类别" }
source    = "团委服务青年台账；12355青少年服务台"
owner     = "团县委权益部"
reviewed  = 2026-11-22
order     = 624
suppress  = true
pages     = { services = 4 }
caveat    = "没有编号和姓名的认不出人，不在内。司法事项涉及未成年人，只看人数。"
*/
SELECT
    area_code,
    date_trunc('month', raised_on)::DATE AS period,
    person AS unit,
    kind,
    1 AS numerator,
    NULL::INTEGER AS denominator
FROM main.case
WHERE person IS NOT NULL
GROUP BY ALL
