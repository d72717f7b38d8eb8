/*
title       = { zh = "中学团组织覆盖率", en = "Secondary schools with a League organisation" }
why         = "有团员年龄学生的学校都应建团组织。小学生不到入团年龄，小学没有组织不是缺口。"
numerator   = "月末至少有一个团组织的学校数"
denominator = "名册里的学校总数（小学、幼儿园、教学点不计，没写类别的计入）"
unit        = "percent"
better      = "higher"
over_time   = "last"
target      = 100
source      = "中国共产主义青年团章程，2023，第一条、第二十二条；教育局学校名录"
owner       = "团县委学少部"
reviewed    = 2026-11-22
order       = 130
caveat      = "小学的教师团支部不进这个比率，但在团组织数里。九年一贯制学校计入。"
*/
SELECT
    school.area_code,
    school.period,
    school.name AS unit,
    (count(organisation.org_id) > 0)::INTEGER AS numerator,  -- a school has many class branches and counts once
    1 AS denominator
FROM area_month AS school
JOIN place_reported AS reported
    ON reported.dataset = 'organisation'
    AND reported.area_code = coalesce(school.township_code, school.county_code)
    AND reported.period = school.period
    AND reported.by_school
LEFT JOIN organisation_monthly AS organisation
    ON organisation.school = school.area_code
    AND organisation.period = school.period
WHERE school.level = 'school'
    AND school.counts
    AND NOT regexp_matches(coalesce(school.kind, ''), '(小学|幼儿园|教学点)$')    -- members are 14 and older
GROUP BY ALL
