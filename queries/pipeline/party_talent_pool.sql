/*
title       = { zh = "推优人才库人数", en = "Recommendation talent pool" }
why         = "推荐了、还没入党、推荐还有效的人。库里有没有人，够不够党组织挑。"
numerator   = "月末在库人数：被推优、推荐不满两年、还不是预备党员、没有转出"
unit        = "person"
better      = "neither"
over_time   = "last"
by          = { field = "领域" }
source      = "江阴市推优人才库，2021；规则表“推优入党的期限和条件”"
owner       = "团县委组织部"
reviewed    = 2026-11-22
order       = 645
suppress    = true
pages       = {}
optional    = ["pipeline_event.result"]
caveat      = "再次推优的从最近一次算起。人算在最近一次推优的单位。"
*/
WITH month AS (
    SELECT
        span.county_code,
        calendar.period,
        calendar.last_day,
        (
            SELECT arg_max(amount, coalesce(length(area), 0))
            FROM rules.party_limit AS rule
            WHERE rule.rule = 'recommendation_months'
                AND starts_with(span.county_code, coalesce(rule.area, ''))
                AND rule.valid_from <= calendar.last_day
                AND (rule.valid_to IS NULL OR rule.valid_to > calendar.last_day)
        ) AS months
    FROM (
        SELECT county_code, max(period) AS last_month
        FROM dated
        WHERE dataset = 'pipeline_event'
        GROUP BY county_code
    ) AS span
    JOIN calendar ON calendar.period <= span.last_month
),

gone AS (
    SELECT
        person,
        min(on_date) AS on_date
    FROM pipeline_event
    WHERE step IN ('probationary', 'full_member', 'transfer_out', 'withdrawn')
    GROUP BY person
)

(SELECT
    recommendation.area_code,
    month.period,
    recommendation.person AS unit,
    recommendation.field,
    1 AS numerator,
    NULL::INTEGER AS denominator
FROM month
JOIN pipeline_event AS recommendation
    ON recommendation._county = month.county_code
    AND recommendation.on_date <= month.last_day
    AND recommendation.on_date + to_months(month.months) > month.last_day
LEFT JOIN gone ON gone.person = recommendation.person
WHERE recommendation.step IN ('recommend_activist', 'recommend_target')
    AND recommendation.result IS DISTINCT FROM 'failed'
    AND recommendation.person IS NOT NULL
    AND (gone.on_date IS NULL OR gone.on_date > month.last_day)
QUALIFY row_number() OVER (
    PARTITION BY recommendation.person, month.period
    ORDER BY recommendation.on_date DESC, recommendation.area_code
) = 1)
UNION ALL
SELECT DISTINCT                                              -- a pool that has run dry is 0, not last month's number
    recommendation.area_code,
    month.period,
    '' AS unit,
    recommendation.field,
    0 AS numerator,
    NULL::INTEGER AS denominator
FROM month
JOIN pipeline_event AS recommendation
    ON recommendation._county = month.county_code
    AND recommendation.on_date <= month.last_day
WHERE recommendation.step IN ('recommend_activist', 'recommend_target')
