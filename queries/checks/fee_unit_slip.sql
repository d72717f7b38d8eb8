/*
title    = { zh = "元与万元混填的团费", en = "Fees off by ten thousand" }
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
    period,
    area_code,
    unit,
    key,
    since,
    NULL::DATE AS due,
    detail,
    doubtful
FROM unit_slip
WHERE dataset = 'league_fee'
