/*
title       = { zh = "志愿服务场次", en = "Volunteer sessions" }
called      = ["志愿服务活动", "志愿服务活动场次", "志愿服务活动次数", "志愿服务活动数", "志愿服务次数", "开展志愿服务场次", "开展志愿服务活动场次", "开展志愿服务活动数", "青年志愿服务场次", "志愿服务开展场次", "志愿服务活动开展场次", "开展志愿服务次数", "开展志愿服务活动次数"]
why         = "办了多少场志愿服务。按人导出的表一场有几十行，只算一场。"
numerator   = "志愿服务场次：同一项目、同一团体、同一天算一场"
unit        = "session"
better      = "higher"
over_time   = "sum"
reaches     = "0 days"
source      = "志愿服务系统 → 时长记录；志愿服务记录与证明出具办法（试行），民政部令第67号，2020"
owner       = "团县委青年发展部"
reviewed    = 2026-11-22
order       = 320
optional    = ["volunteer_service.team"]
caveat      = "只算已生效的记录。同一团体一天里为同一项目办了两场，也只算一场。没写团体的按服务地分场。跨乡镇的一场记在县里。"
*/
SELECT
    CASE
        WHEN min(record.area_code) = max(record.area_code) THEN min(record.area_code)
        WHEN min(path.ancestor_code) = max(path.ancestor_code) THEN min(path.ancestor_code)    -- two villages of one township
        ELSE record._county                                      -- two townships: one session of the county
    END AS area_code,
    date_trunc('month', record.served_on)::DATE AS period,
    record.project AS unit,
    1 AS numerator,
    NULL::INTEGER AS denominator
FROM volunteer_service AS record
LEFT JOIN area_path AS path
    ON path.area_code = record.area_code
    AND path.ancestor_level = 'township'
    AND path.since <= record.served_on
    AND path.until > record.served_on
WHERE record.status = 'effective'
GROUP BY record._county, record.project, coalesce(record.team, record.area_code), record.served_on    -- without a team, two places are two sessions
