/*
title       = { zh = "新积极分子推优率", en = "New Party activists the League recommended" }
why         = "28周岁以下青年入党，一般应由团组织推荐。没经过推优的有多少，在哪些领域。"
numerator   = "其中经团组织推优、推荐还有效的人数"
denominator = "一段时间里新确定的、28周岁以下的入党积极分子人数"
unit        = "percent"
better      = "higher"
over_time   = "sum"
target      = 100
by          = { field = "领域" }
source      = "推优入党工作的规定（各地通知一致）；江阴市共青团推优入党工程，2021；规则表“推优入党的期限和条件”"
owner       = "团县委组织部"
reviewed    = 2026-11-22
order       = 642
suppress    = true
pages       = {}
optional    = ["pipeline_event.track", "pipeline_event.result", "pipeline_event.recommended_by", "pipeline_event.field", "pipeline_event.born", "pipeline_event.age_band"]
caveat      = "只看名册上的人；党组织直接确定、没进名册的看不见，所以偏高。不知道年龄的不算。推荐超过两年才确定的，算没有推荐。一人只按第一次确定算一次。"
*/
WITH activist AS (
    SELECT
        area_code,
        _county,
        person,
        on_date,
        field,
        recommended_by,
        coalesce(date_sub('year', born, on_date), CASE age_band WHEN '14_17' THEN 17 WHEN '18_27' THEN 27 END) AS age
    FROM pipeline_event
    WHERE (step = 'party_activist' OR (step = 'activist' AND track = 'party'))
        AND result IS DISTINCT FROM 'failed'
        AND person IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY person ORDER BY on_date, area_code) = 1
),

rule AS (
    SELECT
        activist.person,
        arg_max(amount, coalesce(length(area), 0)) FILTER (rule = 'maximum_age') AS maximum_age,
        arg_max(amount, coalesce(length(area), 0)) FILTER (rule = 'recommendation_months') AS months
    FROM activist
    JOIN rules.party_limit AS party_limit
        ON starts_with(activist._county, coalesce(area, ''))
        AND valid_from <= activist.on_date
        AND (valid_to IS NULL OR valid_to > activist.on_date)
    GROUP BY activist.person
)

SELECT
    activist.area_code,
    date_trunc('month', activist.on_date)::DATE AS period,
    activist.person AS unit,
    activist.field,
    (
        coalesce(activist.recommended_by IN ('league', 'members'), false)
        OR EXISTS (
            SELECT 1
            FROM pipeline_event AS recommendation
            WHERE recommendation.person = activist.person
                AND recommendation.step = 'recommend_activist'
                AND recommendation.result IS DISTINCT FROM 'failed'
                AND recommendation.on_date <= activist.on_date
                AND recommendation.on_date + to_months(rule.months) >= activist.on_date
        )
    )::INTEGER AS numerator,
    1 AS denominator
FROM activist
JOIN rule ON rule.person = activist.person
WHERE activist.age <= rule.maximum_age
