/*
title    = { zh = "团员统计里混着合计行", en = "Member statistics with totals among their rows" }
why      = "县里一行，正好是各乡镇之和。加在一起团员就数了两遍。"
source   = "智慧团建 → 直属下级数据统计；规则表“挤水分的界线”"
owner    = "团县委组织部"
reviewed = 2026-11-29
order    = 923
doubts   = "member_count"
severity = "error"
cure     = "重新导出时带上“上级组织”一列，合计行就会略过；或删去那一行。"
caveat   = "同一张表，数正好等于下面几个单位之和的才列；数太小的可能是碰巧，不看，看规则表。名称就是“合计”“小计”的行，导入时已经略过。"
*/
SELECT
    month.period,
    total.area_code,
    total.unit,
    total.unit AS key,
    NULL::DATE AS since,
    NULL::DATE AS due,
    '' || concat_ws('、', format('{:g}', total.one::DOUBLE) || '名团员', format('{:g}', total.other::DOUBLE) || '个支部')
        || '，正好是下面' || max(total.parts) || '个单位之和' AS detail,
    list(DISTINCT total.row) AS doubtful
FROM total_row AS total
JOIN month_end AS month
    ON month.area_code = total.county_code
    AND month.period = total.period
WHERE total.dataset = 'member_count'
GROUP BY month.period, total.area_code, total.unit, total.period, total.one, total.other
