/*
title    = { zh = "同一天在两个乡镇服务", en = "In two townships on one day" }
why      = "一个人一天跑两个乡镇，加起来还超过8小时，多半是代签，或者几张表把同一个人记了两遍。"
source   = "志愿服务记录与证明出具办法（试行），民政部令第67号，2020；规则表“挤水分的界线”"
owner    = "团县委青年发展部"
reviewed = 2026-11-29
order    = 926
doubts   = "volunteer_service"
severity = "warn"
cure     = "找两个乡镇的服务队核对签到；代签、重复的记录作废。"
caveat   = "只看写明了乡镇、认得出是同一个人的已生效记录。不显示姓名，按志愿者键的末6位核对。"
*/
SELECT
    month.period,
    day.county_code AS area_code,
    '志愿者' || day.person AS unit,
    day.person || ' ' || day.served_on AS key,
    day.served_on AS since,
    NULL::DATE AS due,
    day.served_on || '在' || day.places || '个乡镇共记了' || format('{:g}', day.hours::DOUBLE) || '小时：' || day.projects AS detail,
    list_transform(day.records, lambda record: record.row) AS doubtful
FROM volunteer_day AS day
JOIN rules.audit_limit AS rule
    ON rule.rule = 'two_places'
    AND rule.valid_from <= day.served_on
    AND (rule.valid_to IS NULL OR day.served_on < rule.valid_to)
JOIN month_end AS month
    ON month.area_code = day.county_code
    AND day.served_on <= month.last_day
WHERE day.places > 1
    AND day.hours > rule.amount
