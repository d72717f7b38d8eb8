/*
title    = { zh = "大学生副书记未配齐的乡镇", en = "Townships short of student deputies" }
why      = "每个乡镇至少3名大学生副书记。"
source   = "柘城县公布的做法，2024"
owner    = "团县委组织部"
reviewed = 2026-11-22
order    = 158
pages    = { cadres = 2 }
severity = "warn"
cure     = "请乡镇团委与高校团委对接，补选大学生副书记。"
caveat   = "一名大学生副书记也没有的县，当作没有这项工作，不列。"
*/
SELECT
    township.period,
    township.area_code,
    township.name AS unit,
    rule.rule AS key,
    NULL::DATE AS since,
    NULL::DATE AS due,
    count(cadre.person) || '名，至少要' || rule.amount || '名' AS detail
FROM area_month AS township
JOIN (                                                       -- counties that run the scheme
    SELECT period, _county, max(_as_of) AS day
    FROM cadre_monthly
    WHERE is_student
    GROUP BY ALL
) AS list
    ON list._county = township.county_code
    AND list.period = township.period
JOIN rules.cadre_rule AS rule
    ON rule.rule = 'student_deputies'
    AND rule.valid_from <= list.day
    AND (rule.valid_to IS NULL OR list.day < rule.valid_to)
LEFT JOIN cadre_monthly AS cadre
    ON cadre.period = township.period
    AND cadre.township = township.area_code
    AND cadre.position = 'deputy'
    AND cadre.is_student
WHERE township.level = 'township'
    AND township.counts
GROUP BY township.period, township.area_code, township.name, rule.rule, rule.amount
HAVING count(cadre.person) < rule.amount
