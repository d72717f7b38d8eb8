/*
title    = { zh = "资助人次少于人数", en = "Aid person-times below people" }
why      = "一个人受助一次是1人次，人次不会比人少。少了，就是人和人次填混了，或有的批次漏填人次。"
source   = "希望工程、春晖助学等项目发放表"
owner    = "团县委青年发展部"
reviewed = 2026-11-22
order    = 940
pages    = { aid = 1 }
doubts   = "aid"
severity = "warn"
cure     = "对照发放表，把人数和人次分开填，补上漏填的人次，重新导入。"
caveat   = "单行人次少于人数的，导入时就退回了；这里按项目、按年把各批加起来看。一批人次也没填的项目不列。"
*/
SELECT
    month.period,
    aid.area_code,
    aid.project AS unit,
    year(aid.paid_on) || ' ' || aid.project AS key,
    NULL::DATE AS since,
    NULL::DATE AS due,
    year(aid.paid_on) || '年' || sum(aid.person_times) || '人次，少于' || sum(aid.beneficiaries) || '人' AS detail,
    list({ 'batch': aid._batch, 'line': aid._line }) FILTER (aid.person_times IS NULL) AS doubtful
FROM aid
JOIN month_end AS month
    ON month.area_code = aid._county
    AND aid.paid_on <= month.last_day
GROUP BY month.period, aid.area_code, aid.project, year(aid.paid_on)
HAVING sum(aid.person_times) < sum(aid.beneficiaries)
    AND NOT bool_or(coalesce(list_contains(aid._at_least, 'person_times'), false))
