/*
title    = { zh = "元与万元混填的收支", en = "Income or spending off by ten thousand" }
why      = "比同一个项目别的各笔大一万倍、小一万倍，多半是元和万元写混了。"
source   = "团委经费收支台账；规则表“挤水分的界线”"
owner    = "团县委办公室"
reviewed = 2026-11-29
order    = 945
doubts   = "funding"
severity = "error"
cure     = "对照凭证看单位是元还是万元，改正后重新导入。"
caveat   = "和同一个县同一个项目的中位数比，笔数不够的和同一来源同一用途的比；收入和支出分开比；容许上下差几倍、至少要几笔，看规则表。中间那几笔自己就相差很大的不比。"
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
WHERE dataset = 'funding'
