/*
title    = { zh = "资助人次少于人数", en = "Aid person-times below people" }
why      = "一个人受助一次是1人次，人次不会比人少。少了，就是人和人次填混了，或有的批次漏填人次。"
source   = "希望工程、春晖助学等项目发放表"
owner    = "团县委青年发展部"
reviewed = 2026-11-22
order    = 940
pages    = { aid = 1 }
severity = "warn"
cure     = "对照发放表，把人数和人次分开填，补上漏填的人次，重新导入。"
caveat   = "单行人次少于人数的，导入时就退回了；这里按项目、按年把各批加起来看。一批人次也没填的项目不列。"
*/
SELECT
    area_code,
    project AS unit,
    year(paid_on) || '年' || sum(person_times) || '人次，少于' || sum(beneficiaries) || '人' AS detail
FROM aid
GROUP BY area_code, project, year(paid_on)
HAVING sum(person_times) < sum(beneficiaries)
