/*
title       = { zh = "活跃志愿者数", en = "Active volunteers" }
called      = ["活跃志愿者", "有活动记录的志愿者数"]
why         = "一段时间里真正去服务过的有多少人。同一个人去几次、去几个乡镇，在县里都只算1人。"
numerator   = "一段时间里至少有一条已生效记录的志愿者人数（按人去重）"
unit        = "person"
better      = "higher"
over_time   = "distinct"
reaches     = "0 days"
source      = "志愿服务系统 → 时长记录；中国注册志愿者管理办法，2013"
owner       = "团县委青年发展部"
reviewed    = 2026-11-22
order       = 330
pages       = { volunteering = 330, overview = 4 }
caveat      = "各乡镇相加会大于全县，各月相加会大于全年，都不能加。只写人次、没写人的场次台账认不出人，不在内。"
*/
SELECT
    area_code,
    date_trunc('month', served_on)::DATE AS period,
    person AS unit,
    1 AS numerator,
    NULL::INTEGER AS denominator
FROM volunteer_service
WHERE status = 'effective'
    AND person IS NOT NULL                                   -- a ledger of sessions knows no people
GROUP BY ALL
