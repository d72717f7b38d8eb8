/*
title    = { zh = "团学比偏高", en = "Too many members among the pupils" }
why      = "初中毕业班团学比不超过30%，高中不超过60%。全校都超过了，毕业班多半更高。"
source   = "全国发展团员调控目标，2018；茂名市，2020；规则表“发展团员的期限和比例”"
owner    = "团县委学少部"
reviewed = 2026-11-22
order    = 977
severity = "warn"
cure     = "核对团员数和在校生数；属实的，控制下一年的发展计划。毕业学生的团组织关系及时转出。"
caveat   = "调控目标说的是毕业班，这里拿全校来比，是从宽的：没列的学校毕业班也可能超。最近一份名册，学校团支部的团员数（没有支部人数的用学校团组织的）除以在校学生数。初中高中都有的学校分不开，按高中的线看。"
*/
WITH school AS (
    SELECT
        *,
        CASE
            WHEN regexp_matches(kind, '(完全中学|十二年|高中|高级中学|中职|中等|职业|技工)') THEN 'senior'
            WHEN regexp_matches(kind, '(初中|初级中学|九年)') THEN 'junior'
        END AS stage
    FROM area_month
    WHERE level = 'school'
        AND pupils > 0
),

member AS (
    SELECT
        period,
        school,
        _county AS county_code,
        max(_as_of) AS as_of,
        coalesce(                                            -- a committee's figure is that of its branches
            sum(members) FILTER (type = 'branch'),
            sum(members) FILTER (type = 'general_branch'),
            max(members)
        ) AS members
    FROM organisation_monthly
    WHERE school IS NOT NULL
    GROUP BY ALL
),

judged AS (
    SELECT
        school.period,
        school.area_code,
        school.name,
        school.pupils,
        school.pupils_at_least,
        member.members,
        (
            SELECT arg_max(amount, coalesce(length(rule.area), 0))
            FROM rules.league_limit AS rule
            WHERE rule.rule = 'member_share'
                AND rule.stage = school.stage
                AND starts_with(member.county_code, coalesce(rule.area, ''))
                AND rule.valid_from <= member.as_of
                AND (rule.valid_to IS NULL OR rule.valid_to > member.as_of)
        ) AS maximum
    FROM school
    JOIN member
        ON member.school = school.area_code
        AND member.period = school.period
)

SELECT
    period,
    area_code,
    name AS unit,
    'member_share' AS key,
    NULL::DATE AS since,
    NULL::DATE AS due,
    '团员' || members || '人，学生' || pupils || '人，团学比'
        || format('{:.1f}', round(100.0 * members / pupils, 1)) || '%，超过' || format('{:g}', maximum::DOUBLE) || '%' AS detail
FROM judged
WHERE 100.0 * members > maximum * pupils
    AND NOT pupils_at_least                                  -- more pupils may bring the share down
