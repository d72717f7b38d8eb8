/*
title       = { zh = "志愿服务人次", en = "Volunteer person-times" }
called      = ["志愿服务参与人次", "参与志愿服务人次", "参加志愿服务人次", "志愿者参与人次", "志愿者服务人次", "志愿服务活动人次", "志愿服务活动参与人次", "志愿服务活动参加人次", "志愿服务参加人次", "青年志愿服务人次", "志愿者人次", "参与志愿服务活动人次", "志愿者参加人次"]
why         = "服务了多少人次。同一个人去三次是3人次，是1人。"
numerator   = "志愿服务人次：一人一次的记录每行1人次，场次台账按写明的人次"
unit        = "person_time"
better      = "higher"
over_time   = "sum"
reaches     = "0 days"
source      = "志愿服务系统 → 时长记录；志愿服务记录与证明出具办法（试行），民政部令第67号，2020"
owner       = "团县委青年发展部"
reviewed    = 2026-11-22
order       = 325
pages       = { volunteering = 325, overview = 3 }
caveat      = "只算已生效的记录。人次和人不能相加，也不能拿人次当人。"
*/
SELECT
    area_code,
    date_trunc('month', served_on)::DATE AS period,
    coalesce(team, project) AS unit,
    sum(person_times) AS numerator,
    NULL::INTEGER AS denominator,
    bool_or(coalesce(list_contains(_at_least, 'person_times'), false)) AS lower_bound    -- 34591余人次
FROM volunteer_service
WHERE status = 'effective'
    AND person_times IS NOT NULL
GROUP BY ALL
