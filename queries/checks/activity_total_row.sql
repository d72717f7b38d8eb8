/*
title    = { zh = "活动台账里混着合计行", en = "Activity ledgers with totals among their rows" }
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
    month.period,
    total.area_code,
    total.unit,
    strftime(total.period, '%Y-%m') || ' ' || total.unit AS key,
    total.period AS since,
    NULL::DATE AS due,
    strftime(total.period, '%Y-%m') || '：' || concat_ws('、', format('{:g}', total.one::DOUBLE) || '人', format('{:g}', total.other::DOUBLE) || '人次')
        || '，正好是下面' || max(total.parts) || '个单位之和' AS detail,
    list(DISTINCT total.row) AS doubtful
FROM total_row AS total
JOIN month_end AS month
    ON month.area_code = total.county_code
    AND month.period >= total.period
WHERE total.dataset = 'activity'
GROUP BY month.period, total.area_code, total.unit, total.period, total.one, total.other
