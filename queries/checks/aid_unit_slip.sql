/*
title    = { zh = "元与万元混填的资助", en = "Aid off by ten thousand" }
why      = "比同一个项目别的各批大一万倍、小一万倍，多半是元和万元写混了。"
source   = "希望工程、春晖助学等项目发放表；规则表“挤水分的界线”"
owner    = "团县委青年发展部"
reviewed = 2026-11-29
order    = 942
doubts   = "aid"
severity = "error"
cure     = "对照发放表看单位是元还是万元，改正后重新导入。"
caveat   = "和同一个县同一个项目的中位数比，批数不够的和全县各批比；容许上下差几倍、至少要几笔，看规则表。中间那几笔自己就相差很大的不比。"
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
WHERE dataset = 'aid'
