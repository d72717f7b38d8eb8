/*
title    = { zh = "办结天数中位数", en = "Median days to close" }
why      = "一半的事几天之内办结。中位数不受个别久拖不决的事影响。"
columns  = { area_code = "县（市、区）", kind = "事项类别", closed = "办结件数", median_days = "中位天数", slowest_days = "最久天数" }
source   = "团委服务青年台账；12355青少年服务台"
owner    = "团县委权益部"
reviewed = 2026-11-22
order    = 625
*/
SELECT
    _county AS area_code,
    kind,
    count(*) AS closed,
    median(closed_on - raised_on) AS median_days,
    max(closed_on - raised_on) AS slowest_days
FROM main.case
WHERE closed_on IS NOT NULL
GROUP BY ALL
ORDER BY area_code, kind
