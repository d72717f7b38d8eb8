/*
title    = { zh = "大学生副书记不够的乡镇", en = "Townships short of student deputies" }
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
    township.area_code,
    township.name AS unit,
    count(cadre.person) || '名，至少要' || rule.amount || '名' AS detail
FROM area AS township
JOIN area_path AS path
    ON path.area_code = township.area_code
    AND path.ancestor_level = 'county'
JOIN (SELECT _county, max(_as_of) AS day FROM cadre WHERE is_student GROUP BY _county) AS list    -- counties that run the scheme
    ON list._county = path.ancestor_code
JOIN rules.cadre_rule AS rule
    ON rule.rule = 'student_deputies'
    AND rule.valid_from <= list.day
    AND (rule.valid_to IS NULL OR list.day < rule.valid_to)
LEFT JOIN cadre
    ON cadre.township = township.area_code
    AND cadre.position = 'deputy'
    AND cadre.is_student
WHERE township.level = 'township'
    AND township.counts
    AND (township.valid_to IS NULL OR township.valid_to > list.day)
GROUP BY township.area_code, township.name, rule.amount
HAVING count(cadre.person) < rule.amount
