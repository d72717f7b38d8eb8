/*
title    = { zh = "收支台账里混着合计行", en = "Funding ledgers with totals among their rows" }
why      = "县里一笔，正好是各乡镇同一项目之和。加在一起就数了两遍。"
source   = "团委经费收支台账；规则表“挤水分的界线”"
owner    = "团县委办公室"
reviewed = 2026-11-29
order    = 947
doubts   = "funding"
severity = "error"
cure     = "核对凭证，撤下县里那一笔，或撤下各乡镇的。"
caveat   = "同一个月、同一项目、来源和用途，数正好等于下面几个单位之和的才列；数太小的可能是碰巧，不看，看规则表。名称就是“合计”“小计”的行，导入时已经略过。"
*/
SELECT
    month.period,
    total.area_code,
    total.unit,
    strftime(total.period, '%Y-%m') || ' ' || total.unit AS key,
    total.period AS since,
    NULL::DATE AS due,
    strftime(total.period, '%Y-%m') || '：' || concat_ws('、', format('{:g}', total.one::DOUBLE) || '元收入', format('{:g}', total.other::DOUBLE) || '元支出')
        || '，正好是下面' || max(total.parts) || '个单位之和' AS detail,
    list(DISTINCT total.row) AS doubtful
FROM total_row AS total
JOIN month_end AS month
    ON month.area_code = total.county_code
    AND month.period >= total.period
WHERE total.dataset = 'funding'
GROUP BY month.period, total.area_code, total.unit, total.period, total.one, total.other
