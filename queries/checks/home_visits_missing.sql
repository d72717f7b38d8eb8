/*
title    = { zh = "场次与人次不相符的青年之家", en = "Youth Homes with events and no visits, or the reverse" }
why      = "平台上发了几十场活动，参与人次是0；或者几千人次，一场活动也没有。总有一个数是凑的。"
source   = "青年之家云平台 → 数据导出（发布活动数、参与人次）"
owner    = "团县委青年发展部"
reviewed = 2026-11-29
order    = 902
severity = "warn"
cure     = "请青年之家核对平台上的活动和签到，改正后重新导出。"
caveat   = "看名录上平台累计的两个数；有一个没填的不列。停用的也看。"
*/
SELECT
    period,
    area_code,
    name AS unit,
    home_id AS key,
    NULL::DATE AS since,
    NULL::DATE AS due,
    '发布活动' || events || '场，参与' || visits || '人次' AS detail
FROM youth_home_monthly
WHERE (events > 0) <> (visits > 0)
