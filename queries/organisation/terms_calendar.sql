/*
title    = { zh = "未来12个月到期的组织", en = "Terms that fall due in the next 12 months" }
why      = "提前排好谁哪个月换届。"
columns  = { area_code = "所在地", name = "组织", body = "届别类型", started_on = "本届起始", due_on = "应换届日期" }
source   = "中国共产主义青年团章程，2023；基层组织选举工作条例，中青发〔2025〕1号"
owner    = "团县委组织部"
reviewed = 2026-11-22
order    = 133
*/
SELECT area_code, name, body, started_on, due_on
FROM term_due
WHERE held_on IS NULL
    AND is_newest
    AND due_on BETWEEN day AND day + INTERVAL 12 MONTH
ORDER BY due_on, name
