/*
title       = { zh = "受助人次", en = "Aid person-times" }
called      = ["资助人次", "受资助人次", "资助青少年人次", "受助青少年人次"]
why         = "资助了多少人次。写“109人（次）”的，按人次算。"
numerator   = "资助台账里各批受助人次之和"
unit        = "person_time"
better      = "higher"
over_time   = "sum"
by          = { project = "资助项目" }
source      = "希望工程、春晖助学等项目发放表"
owner       = "团县委青年发展部"
reviewed    = 2026-11-22
order       = 430
suppress    = true
pages       = { funding = 430, aid = 3 }
caveat      = "只加写了人次的批次。人和人次是两个数，不相加。"
*/
SELECT
    area_code,
    date_trunc('month', paid_on)::DATE AS period,
    project AS unit,
    project,
    person_times AS numerator,
    NULL::INTEGER AS denominator,
    coalesce(list_contains(_at_least, 'person_times'), false) AS lower_bound    -- 100余人次
FROM aid
WHERE person_times IS NOT NULL
