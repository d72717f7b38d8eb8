/*
title       = { zh = "本期提出事项办结率", en = "Share of the cases raised in the period that are closed" }
why         = "提出来的事办结了多少。"
numerator   = "其中已经办结的件数"
denominator = "这段时间提出的事项件数"
unit        = "percent"
better      = "higher"
over_time   = "sum"
by          = { kind = "事项类别", topic = "问题类型" }
source      = "团委服务青年台账；12355青少年服务台"
owner       = "团县委权益部"
reviewed    = 2026-11-22
order       = 622
pages       = { services = 2 }
caveat      = "按提出的月份算，后来办结的会补进来，所以过去月份的数会上升。"
*/
SELECT
    area_code,
    date_trunc('month', raised_on)::DATE AS period,
    case_id AS unit,
    kind,
    topic,
    (closed_on IS NOT NULL)::INTEGER AS numerator,
    1 AS denominator
FROM main.case
