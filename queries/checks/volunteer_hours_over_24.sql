/*
title    = { zh = "一天服务超过24小时", en = "More than 24 hours in a day" }
why      = "一天只有24小时，加起来超过的一定有假或重复。"
source   = "志愿服务记录与证明出具办法（试行），民政部令第67号，2020；一天24小时"
owner    = "团县委青年发展部"
reviewed = 2026-11-22
order    = 925
doubts   = "volunteer_service"
severity = "error"
cure     = "找服务队查实，把重复或虚记的记录作废，再重新导出。"
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
WHERE day.hours > 24
