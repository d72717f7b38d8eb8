/*
title    = { zh = "快到期的推优", en = "Recommendations about to lapse" }
why      = "推荐两年有效。快到期还没用上的，提醒支部和党组织：用起来，或者重新推。"
source   = "推优入党工作的规定（各地通知一致）；规则表“推优入党的期限和条件”"
owner    = "团县委组织部"
reviewed = 2026-11-22
order    = 649
caveat   = "截至本县发展名册最近的日期，90天内到期的。推荐为积极分子后确定了入党积极分子、推荐为发展对象后确定了发展对象，就是用上了。再次推优的看最近一次。只有人数。"
columns  = { area_code = "单位", branch = "团支部", lapses_on = "到期月份", people = "人数" }
*/
WITH latest AS (
    SELECT
        county_code,
        max(last_date) AS last_date
    FROM dated
    WHERE dataset = 'pipeline_event'
    GROUP BY county_code
),

rule AS (
    SELECT
        latest.county_code,
        latest.last_date,
        arg_max(amount, coalesce(length(area), 0)) FILTER (rule = 'recommendation_months') AS months,
        arg_max(amount, coalesce(length(area), 0)) FILTER (rule = 'expiring_days') AS days
    FROM latest
    JOIN rules.party_limit AS party_limit
        ON starts_with(latest.county_code, coalesce(area, ''))
        AND valid_from <= latest.last_date
        AND (valid_to IS NULL OR valid_to > latest.last_date)
    GROUP BY ALL
),

recommendation AS (                                          -- the latest of each person
    SELECT area_code, _county, person, branch, step, on_date
    FROM pipeline_step
    WHERE step IN ('recommend_activist', 'recommend_target')
    QUALIFY row_number() OVER (PARTITION BY person ORDER BY on_date DESC, step DESC, area_code) = 1
)

SELECT
    recommendation.area_code,
    recommendation.branch,
    strftime(recommendation.on_date + to_months(rule.months), '%Y-%m') AS lapses_on,
    count(*) AS people
FROM recommendation
JOIN rule ON rule.county_code = recommendation._county
WHERE recommendation.on_date + to_months(rule.months) BETWEEN rule.last_date AND rule.last_date + to_days(rule.days)
    AND NOT EXISTS (                                         -- used, or gone
        SELECT 1
        FROM pipeline_step AS later
        WHERE later.person = recommendation.person
            AND later.on_date >= recommendation.on_date
            AND later.step IN (
                'probationary', 'full_member', 'transfer_out', 'withdrawn', 'rejected',
                CASE recommendation.step WHEN 'recommend_activist' THEN 'party_activist' ELSE 'party_target' END
            )
    )
GROUP BY ALL
