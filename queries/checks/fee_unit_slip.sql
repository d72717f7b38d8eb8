/*
title    = { zh = "元和万元写混的团费", en = "Fees off by ten thousand" }
why      = "人均团费比自己别的月份大一万倍、小一万倍，多半是元和万元写混了。"
source   = "智慧团建 → 团费统计；规则表“挤水分的界线”"
owner    = "团县委办公室"
reviewed = 2026-11-29
order    = 454
doubts   = "league_fee"
pages    = { fees = 2 }
severity = "error"
cure     = "对照团费台账看单位是元还是万元，改正后重新导入。"
caveat   = "把金额除以已交人数，和同一个组织各月的中位数比，月数不够的和全县各组织比；容许上下差几倍、至少要几笔，看规则表。中间那几笔自己就相差很大的不比。"
*/
SELECT
    month.period,
    slip.area_code,
    slip.unit,
    slip.on_date || ' ' || slip.unit || ' ' || format('{:.12g}', slip.value::DOUBLE) AS key,
    slip.on_date AS since,
    NULL::DATE AS due,
    slip.on_date || '起人均' || format('{:.12g}', round(slip.value::DOUBLE, 2)) || '元，通常是' || format('{:.12g}', round(slip.usual::DOUBLE, 2)) || '元' AS detail,
    list(slip.row) AS doubtful
FROM unit_slip AS slip
JOIN month_end AS month
    ON month.area_code = slip.county_code
    AND slip.on_date <= month.last_day
WHERE slip.dataset = 'league_fee'
GROUP BY month.period, slip.area_code, slip.unit, slip.on_date, slip.value, slip.usual
