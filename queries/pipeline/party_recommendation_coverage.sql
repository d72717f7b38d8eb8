/*
title       = { zh = "推优覆盖率", en = "Branches that held a recommendation meeting" }
why         = "有够条件的团员，支部就该开推优大会。一年没开的是哪些支部。"
numerator   = "其中12个月里有团员被推优的支部数"
denominator = "截至月末12个月里有够条件团员的支部数：18至28周岁、团龄满一年、已递交入党申请"
unit        = "percent"
better      = "higher"
over_time   = "last"
source      = "江阴市共青团推优入党工程：知晓率、覆盖率，2021；规则表“推优入党的期限和条件”"
owner       = "团县委组织部"
reviewed    = 2026-11-22
order       = 643
pages       = {}
optional    = ["pipeline_event.track", "pipeline_event.result", "pipeline_event.branch", "pipeline_event.born", "pipeline_event.age_band"]
caveat      = "名册上没有“推优大会”这一栏，有人被推优就当开过。入团时间、年龄没写的团员看不出够不够条件，不算。已接收为预备党员或已转出的不再算够条件。名册没写支部的，一个单位当一个支部。"
*/
WITH month AS (
    SELECT
        span.county_code,
        calendar.period,
        calendar.last_day
    FROM (
        SELECT county_code, min(period) AS first_month, max(period) AS last_month
        FROM dated
        WHERE dataset = 'pipeline_event'
        GROUP BY county_code
    ) AS span
    JOIN calendar ON calendar.period BETWEEN span.first_month AND span.last_month
),

rule AS (
    SELECT
        month.*,
        arg_max(amount, coalesce(length(area), 0)) FILTER (rule = 'minimum_age') AS minimum_age,
        arg_max(amount, coalesce(length(area), 0)) FILTER (rule = 'maximum_age') AS maximum_age,
        arg_max(amount, coalesce(length(area), 0)) FILTER (rule = 'member_months') AS member_months,
        arg_max(amount, coalesce(length(area), 0)) FILTER (rule = 'meeting_months') AS meeting_months
    FROM month
    JOIN rules.party_limit AS party_limit
        ON starts_with(month.county_code, coalesce(area, ''))
        AND valid_from <= month.last_day
        AND (valid_to IS NULL OR valid_to > month.last_day)
    GROUP BY ALL
),

step AS (
    SELECT
        *,
        coalesce(branch, area_code) AS meets,                -- a unit that names no branch is one
        step = 'party_apply' OR (step = 'apply' AND track = 'party') AS applies
    FROM pipeline_event
    WHERE result IS DISTINCT FROM 'failed'
        AND person IS NOT NULL
),

applicant AS (
    SELECT
        person,
        arg_min(_county, on_date) FILTER (applies) AS county_code,
        arg_min(area_code, on_date) FILTER (applies) AS area_code,
        arg_min(meets, on_date) FILTER (applies) AS meets,
        min(on_date) FILTER (applies) AS applied_on,
        min(on_date) FILTER (step IN ('meeting', 'approve')) AS joined_on,
        min(on_date) FILTER (step IN ('probationary', 'full_member', 'transfer_out', 'withdrawn')) AS left_on,
        any_value(born) AS born,
        arg_min(age_band, on_date) FILTER (applies) AS age_band
    FROM step
    GROUP BY person
    HAVING applied_on IS NOT NULL
),

eligible AS (
    SELECT DISTINCT
        applicant.county_code,
        applicant.area_code,
        applicant.meets,
        rule.period,
        rule.last_day,
        rule.meeting_months
    FROM rule
    JOIN applicant
        ON applicant.county_code = rule.county_code
        AND applicant.applied_on <= rule.last_day
        AND applicant.joined_on + to_months(rule.member_months) <= rule.last_day
        AND (applicant.left_on IS NULL OR applicant.left_on > rule.last_day - to_months(rule.meeting_months))
    WHERE CASE
            WHEN applicant.born IS NOT NULL
                THEN date_sub('year', applicant.born, rule.last_day) BETWEEN rule.minimum_age AND rule.maximum_age
            ELSE applicant.age_band = '18_27'
        END
)

SELECT
    eligible.area_code,
    eligible.period,
    eligible.meets AS unit,
    (count(meeting.person) > 0)::INTEGER AS numerator,       -- one meeting or many: the branch counts once
    1 AS denominator
FROM eligible
LEFT JOIN step AS meeting
    ON meeting.area_code = eligible.area_code
    AND meeting.meets = eligible.meets
    AND meeting.step IN ('recommend_activist', 'recommend_target')
    AND meeting.on_date <= eligible.last_day
    AND meeting.on_date > eligible.last_day - to_months(eligible.meeting_months)
GROUP BY ALL
UNION ALL
SELECT DISTINCT                                              -- where nobody is eligible any more there is nobody to ask
    applicant.area_code,
    rule.period,
    '' AS unit,
    0 AS numerator,
    0 AS denominator
FROM rule
JOIN applicant
    ON applicant.county_code = rule.county_code
    AND applicant.applied_on <= rule.last_day
