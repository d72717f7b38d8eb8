/*
title    = { zh = "志愿服务台账混入合计行", en = "Volunteering ledgers with totals among their rows" }
why      = "县里一行，正好是各乡镇同一项目之和。加在一起就数了两遍。"
source   = "志愿服务场次台账；规则表“挤水分的界线”"
owner    = "团县委青年发展部"
reviewed = 2026-11-29
order    = 931
doubts   = "volunteer_service"
severity = "error"
cure     = "核对后撤下县里那一行，或撤下各乡镇的。"
caveat   = "只看场次台账（没有写人的）：同一个月、同一项目，数正好等于下面几个单位之和的才列；数太小的可能是碰巧，不看，看规则表。名称就是“合计”“小计”的行，导入时已经略过。"
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
WHERE dataset = 'volunteer_service'
