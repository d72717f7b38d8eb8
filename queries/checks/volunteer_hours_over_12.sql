/*
title    = { zh = "一天服务超过12小时", en = "More than 12 hours in a day" }
why      = "一个人一天服务超过12小时，多半是几条记录重叠或忘了签退。"
source   = "志愿服务记录与证明出具办法（试行），民政部令第67号，2020；12小时为本系统的口径"
owner    = "团县委青年发展部"
reviewed = 2026-11-22
order    = 920
doubts   = "volunteer_service"
severity = "warn"
cure     = "找服务队核对签到签退时间；重复的记录作废。"
caveat   = "把一个人一天里各条已生效的记录加起来看。不显示姓名，按志愿者键的末6位核对。"
*/
SELECT
    month.period,
    day.area_code,
    '志愿者' || day.person AS unit,
    day.person || ' ' || day.served_on AS key,
    day.served_on AS since,
    NULL::DATE AS due,
    day.served_on || '记了' || format('{:g}', day.hours::DOUBLE) || '小时，共' || day.count || '条：' || day.projects AS detail,
    list_transform(day.records, lambda record: record.row) AS doubtful
FROM volunteer_day AS day
JOIN month_end AS month
    ON month.area_code = day.county_code
    AND day.served_on <= month.last_day
WHERE day.hours > 12
    AND day.hours <= 24
