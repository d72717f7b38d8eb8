/*
title    = { zh = "活动台账混入合计行", en = "Activity ledgers with totals among their rows" }
why      = "县里一行，正好是各乡镇同一活动之和。加在一起就数了两遍。"
source   = "团委活动台账；规则表“挤水分的界线”"
owner    = "团县委青年发展部"
reviewed = 2026-11-29
order    = 953
doubts   = "activity"
severity = "error"
cure     = "核对后撤下县里那一行，或撤下各乡镇的。"
caveat   = "同一个月、同一名称和类别的活动，数正好等于下面几个单位之和的才列；数太小的可能是碰巧，不看，看规则表。名称就是“合计”“小计”的行，导入时已经略过。"
*/
SELECT
    period,
    area_code,
    unit,
    key,
    since,
    NULL::DATE AS due,
    detail,
    doubtful
FROM total_row
WHERE dataset = 'activity'
