/*
title       = { zh = "入团必备条件通过率", en = "Applicants who meet every entry condition" }
why         = "申请入团的人里，必备条件样样都过的有多少。未达到的，先看是确实未达到，还是没有记录。"
numerator   = "申请那天有效的必备条件全都过了的申请人数"
denominator = "申请入团的人数（按申请的月份）"
unit        = "percent"
better      = "higher"
over_time   = "sum"
by          = { grade = "年级", field = "领域" }
source      = "柘城县：思政课考评优良、8学时团课学习合格、年度20小时志愿服务时长，2024；规则表“入团必备条件”"
owner       = "团县委学少部"
reviewed    = 2026-11-22
order       = 621
suppress    = true
pages       = {}
optional    = ["pipeline_event.track", "pipeline_event.result", "pipeline_event.recommended_by", "pipeline_event.grade", "pipeline_event.field", "volunteer_service.hours_kind"]
caveat      = "没有记录的不算通过，但也不等于未通过，两种要在入团条件页里分开看。一人只按第一次申请算一次。还在路上的申请人以后可能补上，所以近几个月的数会再涨。没有条件有效的地方和时间没有数。20小时志愿服务看自然年：已入团的看入团那年，入团以后到年底的服务也算在内；还没入团的看数据截至那年。"
*/
WITH applicant AS (
    SELECT
        fact.person,
        fact.area_code,
        fact.applied_on,
        event._county,
        max(event.grade) AS grade,
        max(event.field) AS field
    FROM entry_fact AS fact
    JOIN pipeline_event AS event
        ON event.person = fact.person
        AND event.area_code = fact.area_code
        AND event.on_date = fact.applied_on
        AND event.step IN ('apply', 'activist')
    WHERE fact.measure = 'application'
    GROUP BY ALL
),

condition AS (                                               -- in force on the day; a place's own wording before everybody's
    SELECT
        applicant.person,
        rule.measure,
        rule.span,
        rule.minimum
    FROM applicant
    JOIN rules.entry_condition AS rule
        ON starts_with(applicant._county, coalesce(rule.area, ''))
        AND rule.valid_from <= applicant.applied_on
        AND (rule.valid_to IS NULL OR rule.valid_to > applicant.applied_on)
    QUALIFY coalesce(length(rule.area), 0)
        = max(coalesce(length(rule.area), 0)) OVER (PARTITION BY applicant.person, rule.code)
),

graded AS (
    SELECT
        condition.person,
        fact.value >= condition.minimum AS met
    FROM condition
    LEFT JOIN entry_fact AS fact
        ON fact.person = condition.person
        AND fact.measure = condition.measure
        AND fact.span = condition.span
)

SELECT
    applicant.area_code,
    date_trunc('month', applicant.applied_on)::DATE AS period,
    applicant.person AS unit,
    applicant.grade,
    applicant.field,
    bool_and(coalesce(graded.met, false))::INTEGER AS numerator,    -- no record is not a pass
    1 AS denominator
FROM applicant
JOIN graded ON graded.person = applicant.person
GROUP BY ALL
