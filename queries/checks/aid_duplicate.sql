/*
title    = { zh = "重复记录的资助", en = "One round of aid entered twice" }
why      = "项目、日期、金额、资助方、人数都一样的两行，多半是同一批。"
source   = "希望工程、春晖助学等项目发放表"
owner    = "团县委青年发展部"
reviewed = 2026-11-29
order    = 941
doubts   = "aid"
severity = "warn"
cure     = "对照发放表，重复的删去；发给不同学校的，写明学校。"
caveat   = "乡镇、学校也一样才算。第一行不算存疑。"
*/
WITH alike AS (
    SELECT
        _county AS county_code,
        coalesce(township, _county) AS area_code,
        project,
        paid_on,
        amount,
        beneficiaries,
        count(*) AS count,
        list({ 'batch': _batch, 'line': _line } ORDER BY _batch, _line)[2:] AS rows
    FROM aid
    WHERE amount > 0
    GROUP BY _county, township, school, project, donor, paid_on, amount, beneficiaries, person_times
    HAVING count(*) > 1
)

SELECT
    month.period,
    alike.area_code,
    alike.project AS unit,
    alike.paid_on || ' ' || alike.project || ' ' || alike.amount AS key,
    alike.paid_on AS since,
    NULL::DATE AS due,
    alike.paid_on || '有' || max(alike.count) || '行都是' || rtrim(rtrim(alike.amount::VARCHAR, '0'), '.') || '元'
        || coalesce('、' || arg_max(alike.beneficiaries, alike.count) || '人', '') AS detail,
    flatten(list(alike.rows)) AS doubtful
FROM alike
JOIN month_end AS month
    ON month.area_code = alike.county_code
    AND alike.paid_on <= month.last_day
GROUP BY month.period, alike.area_code, alike.project, alike.paid_on, alike.amount
