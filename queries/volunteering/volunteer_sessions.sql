/*
title       = { zh = "志愿服务场次", en = "Volunteer sessions" }
why         = "办了多少场志愿服务。按人导出的表一场有几十行，只算一场。"
numerator   = "志愿服务场次：同一项目、同一团体、同一天算一场"
unit        = "session"
better      = "higher"
over_time   = "sum"
source      = "志愿服务系统 → 时长记录；志愿服务记录与证明出具办法（试行），民政部令第67号，2020"
owner       = "团县委青年发展部"
reviewed    = 2026-11-22
order       = 320
caveat      = "只算已生效的记录。同一团体一天里为同一项目办了两场，也只算一场。没写团体的按服务地分场。跨乡镇的一场记在县里。"
*/
SELECT
    CASE
        WHEN min(area_code) = max(area_code) THEN min(area_code)
        WHEN min(township) = max(township) THEN min(township)    -- two villages of one township
        ELSE _county                                             -- two townships: one session of the county
    END AS area_code,
    date_trunc('month', served_on)::DATE AS period,
    project AS unit,
    1 AS numerator,
    NULL::INTEGER AS denominator
FROM volunteer_service
WHERE status = 'effective'
GROUP BY _county, project, coalesce(team, area_code), served_on    -- without a team, two places are two sessions
