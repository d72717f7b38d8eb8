/*
title    = { zh = "团委人数不合规的乡镇", en = "Township committees of the wrong size" }
why      = "乡镇街道团委9—21人，多了少了都点名。"
source   = "基层组织选举工作条例（暂行）第十七条；温岭市公布的做法，2020"
owner    = "团县委组织部"
reviewed = 2026-11-22
order    = 157
pages    = { cadres = 1 }
severity = "warn"
cure     = "请乡镇团委按程序增补或调整委员。"
*/
SELECT
    cadre.period,
    cadre.township AS area_code,
    min(cadre.committee) AS unit,
    rule.body AS key,
    NULL::DATE AS since,
    NULL::DATE AS due,
    count(DISTINCT cadre.person) || '人，应当' || rule.minimum || '—' || rule.maximum || '人' AS detail
FROM cadre_monthly AS cadre
JOIN rules.committee_size AS rule
    ON rule.body = 'township_committee'
    AND rule.valid_from <= cadre._as_of
    AND (rule.valid_to IS NULL OR cadre._as_of < rule.valid_to)
WHERE cadre.township IS NOT NULL
    AND cadre.level = 'township'
    AND cadre.position IN ('secretary', 'deputy', 'member')
GROUP BY cadre.period, cadre.township, rule.body, rule.minimum, rule.maximum
HAVING count(DISTINCT cadre.person) NOT BETWEEN rule.minimum AND rule.maximum
