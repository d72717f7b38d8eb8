/*
title    = { zh = "一批资助记了两遍", en = "One round of aid entered twice" }
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
SELECT
    month.period,
    coalesce(aid.township, aid._county) AS area_code,
    aid.project AS unit,
    aid.paid_on || ' ' || aid.project || ' ' || aid.amount AS key,
    aid.paid_on AS since,
    NULL::DATE AS due,
    aid.paid_on || '有' || count(*) || '行都是' || rtrim(rtrim(aid.amount::VARCHAR, '0'), '.') || '元'
        || coalesce('、' || aid.beneficiaries || '人', '') AS detail,
    list({ 'batch': aid._batch, 'line': aid._line } ORDER BY aid._batch, aid._line)[2:] AS doubtful
FROM aid
JOIN month_end AS month
    ON month.area_code = aid._county
    AND aid.paid_on <= month.last_day
WHERE aid.amount > 0
GROUP BY month.period, aid._county, aid.township, aid.school, aid.project, aid.donor, aid.paid_on, aid.amount, aid.beneficiaries,
    aid.person_times
HAVING count(*) > 1
QUALIFY row_number() OVER (
    PARTITION BY month.period, aid._county, aid.township, aid.project, aid.paid_on, aid.amount
    ORDER BY aid.school, aid.donor, aid.beneficiaries, aid.person_times
) = 1
