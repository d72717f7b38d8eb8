/*
title    = { zh = "团费统计混入合计行", en = "Fee statistics with totals among their rows" }
why      = "县里一行，正好是各乡镇之和。树形导出时上级那一行含下级，加在一起就数了两遍。"
source   = "智慧团建 → 团费统计（树形导出，上级含下级）；规则表“挤水分的界线”"
owner    = "团县委办公室"
reviewed = 2026-11-29
order    = 455
pages    = { fees = 3 }
doubts   = "league_fee"
severity = "error"
cure     = "重新导出时带上“上级组织”一列，合计行就会略过；或删去那一行。"
caveat   = "同一个月，数正好等于下面几个单位之和的才列；数太小的可能是碰巧，不看，看规则表。名称就是“合计”“小计”的行，导入时已经略过。"
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
WHERE dataset = 'league_fee'
