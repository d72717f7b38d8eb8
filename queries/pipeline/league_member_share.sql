/*
title       = { zh = "团学比", en = "Members to pupils" }
why         = "一所学校的团员占学生多少。发展团员有调控，比例太高是发展得太松。"
numerator   = "学校团支部（没有支部人数的用学校团组织）的团员人数之和"
denominator = "学校在校学生数"
unit        = "percent"
better      = "neither"
over_time   = "last"
by          = { stage = "学段" }
members     = { junior = "初中", senior = "高中和中职", both = "初中高中都有" }
source      = "智慧团建 → 团组织列表；教育局学校名录；全国发展团员调控目标，2018"
owner       = "团县委学少部"
reviewed    = 2026-11-22
order       = 603
pages       = {}
optional    = ["organisation.type"]
caveat      = "全国的30%（初中）和60%（高中）说的是毕业班，这里是全校，比毕业班低，所以不定目标。小学不算。名册没写团员数或学生数的学校没有数。教师团员也在分子里。"
*/
WITH school AS (
    SELECT
        *,
        CASE
            WHEN regexp_matches(kind, '(完全中学|十二年)') THEN 'both'
            WHEN regexp_matches(kind, '(高中|高级中学|中职|中等|职业|技工)') THEN 'senior'
            WHEN regexp_matches(kind, '(初中|初级中学|九年)') THEN 'junior'
        END AS stage
    FROM area_month
    WHERE level = 'school'
        AND counts
        AND pupils > 0
        AND NOT regexp_matches(coalesce(kind, ''), '(小学|幼儿园|教学点)$')
),

member AS (
    SELECT
        school,
        period,
        coalesce(                                            -- a committee's figure is that of its branches
            sum(members) FILTER (type = 'branch'),
            sum(members) FILTER (type = 'general_branch'),
            max(members)
        ) AS members,
        coalesce(bool_or(list_contains(_at_least, 'members')), false) AS lower_bound
    FROM organisation_monthly
    WHERE school IS NOT NULL
    GROUP BY ALL
)

SELECT
    school.area_code,
    school.period,
    school.name AS unit,
    school.stage,
    member.members AS numerator,
    school.pupils AS denominator,
    member.lower_bound,
    school.pupils_at_least AS denominator_lower_bound
FROM school
JOIN member
    ON member.school = school.area_code
    AND member.period = school.period
WHERE member.members IS NOT NULL
