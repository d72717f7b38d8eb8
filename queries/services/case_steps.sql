/*
title    = { zh = "提出、办理、办结（台账里的全部）", en = "Raised, taken up, closed" }
why      = "青年提出的事，有多少有人办了，有多少办结了。"
columns  = { area_code = "地区", step = "到哪一步", cases = "件数" }
members  = { "1_raised" = "提出", "2_handled" = "有人办理", "3_closed" = "办结" }
source   = "团委服务青年台账；12355青少年服务台；未成年人司法社会支持台账"
owner    = "团县委权益部"
reviewed = 2026-11-22
order    = 626
caveat   = "台账里的全部事项，不分时段。办结了没写办理日期的，算有人办了。"
*/
SELECT
    area_code,
    unnest(['1_raised', '2_handled', '3_closed']) AS step,
    unnest([count(*), count(coalesce(handled_on, closed_on)), count(closed_on)]) AS cases
FROM main.case
GROUP BY area_code
ORDER BY area_code, step
