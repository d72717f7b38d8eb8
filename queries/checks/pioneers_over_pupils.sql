/*
title    = { zh = "少先队员数超过学生数的学校", en = "Schools with more Pioneers than pupils" }
why      = "队员是学生里的一部分，不会比学生多。多了，是学生数旧了，或者把中队、小队的人数加了两遍。"
source   = "区划与单位名册；少先队组织名册"
owner    = "团县委学少部"
reviewed = 2026-11-29
order    = 523
pages    = { pioneers = 6 }
severity = "error"
cure     = "请学校按学籍核对学生数和队员数，重新导入名册。"
caveat   = "看单位名册上的队员数，也看少先队组织名册里各中队（没有的各小队）加起来的队员数。"
*/
WITH squadron AS (
    SELECT
        period,
        school,
        coalesce(sum(members) FILTER (kind = 'squadron'), sum(members) FILTER (kind = 'squad')) AS members
    FROM pioneer_unit_monthly
    WHERE school IS NOT NULL
    GROUP BY period, school
)

SELECT
    school.period,
    school.area_code,
    school.name AS unit,
    'pioneers' AS key,
    NULL::DATE AS since,
    NULL::DATE AS due,
    '少先队员' || greatest(school.pioneers, squadron.members) || '人，学生只有' || school.pupils || '人' AS detail
FROM area_month AS school
LEFT JOIN squadron
    ON squadron.school = school.area_code
    AND squadron.period = school.period
WHERE school.level = 'school'
    AND greatest(school.pioneers, squadron.members) > school.pupils
    AND NOT school.pupils_at_least
