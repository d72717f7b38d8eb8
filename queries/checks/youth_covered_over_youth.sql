/*
title    = { zh = "联合团建覆盖超过100%", en = "Joint organisations covering more youth than there are" }
why      = "覆盖的青年加起来比当地的青年还多，是重复算了，或者估多了。"
source   = "团组织名册（联合建团的形式和覆盖青年数）；区划与单位名册的青年人口"
owner    = "团县委青年发展部"
reviewed = 2026-11-29
order    = 921
doubts   = "organisation"
severity = "warn"
cure     = "请乡镇按楼宇、商圈、园区把覆盖的青年分开数，一个人只算在一个联合团组织里。"
caveat   = "按乡镇把各个联合团组织覆盖的青年加起来，和名册上的青年人口比。"
*/
SELECT
    area.period,
    area.area_code,
    area.name AS unit,
    'youth_covered' AS key,
    NULL::DATE AS since,
    NULL::DATE AS due,
    count(*) || '个联合团组织覆盖' || sum(organisation.youth_covered) || '名青年，当地青年只有' || area.youth || '人' AS detail,
    list({ 'batch': organisation._batch, 'line': organisation._line }) AS doubtful
FROM organisation_monthly AS organisation
JOIN area_month AS area
    ON area.area_code = organisation.township
    AND area.period = organisation.period
WHERE organisation.form IS NOT NULL
    AND organisation.youth_covered > 0
    AND NOT area.youth_at_least
GROUP BY area.period, area.area_code, area.name, area.youth
HAVING sum(organisation.youth_covered) > area.youth
