/*
title    = { zh = "资助台账混入合计行", en = "Aid ledgers with totals among their rows" }
why      = "县里一行，正好是各乡镇、学校同一项目之和。加在一起就数了两遍。"
source   = "希望工程、春晖助学等项目发放表；规则表“挤水分的界线”"
owner    = "团县委青年发展部"
reviewed = 2026-11-29
order    = 943
doubts   = "aid"
severity = "error"
cure     = "对照发放表，撤下合计的那一行。"
caveat   = "同一个月、同一项目，数正好等于下面几个单位之和的才列；数太小的可能是碰巧，不看，看规则表。名称就是“合计”“小计”的行，导入时已经略过。"
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
WHERE dataset = 'aid'
