/*
title    = { zh = "推优已失效", en = "Recommendations that have lapsed" }
why      = "推荐两年没用上就失效了。推了没人要，是推得不准，还是没和党组织对上？"
source   = "推优入党工作的规定（各地通知一致）；规则表“推优入党的期限和条件”"
owner    = "团县委组织部"
reviewed = 2026-11-22
order    = 978
severity = "warn"
cure     = "仍然够条件的重新推优；不再合适的移出人才库，记下原因。"
caveat   = "截至本县发展名册最近的日期。推荐为积极分子后确定了入党积极分子、推荐为发展对象后确定了发展对象，就是用上了；再次推优的看最近一次。已入党、转出、没通过的不列。按支部只报人数。"
*/
WITH latest AS (
    SELECT
        county_code,
        max(last_date) AS last_date
    FROM dated
    WHERE dataset = 'pipeline_event'
    GROUP BY county_code
),

recommendation AS (                                          -- the latest of each person
    SELECT area_code, _county, person, branch, step, on_date
    FROM pipeline_step
    WHERE step IN ('recommend_activist', 'recommend_target')
    QUALIFY row_number() OVER (PARTITION BY person ORDER BY on_date DESC, step DESC, area_code) = 1
),

unused AS (
    SELECT
        recommendation.*,
        latest.last_date,
        recommendation.on_date + to_months((
            SELECT arg_max(amount, coalesce(length(rule.area), 0))
            FROM rules.party_limit AS rule
            WHERE rule.rule = 'recommendation_months'
                AND starts_with(recommendation._county, coalesce(rule.area, ''))
                AND rule.valid_from <= recommendation.on_date
                AND (rule.valid_to IS NULL OR rule.valid_to > recommendation.on_date)
        )) AS lapses_on
    FROM recommendation
    JOIN latest ON latest.county_code = recommendation._county
    WHERE NOT EXISTS (                                       -- used, or gone
        SELECT 1
        FROM pipeline_step AS later
        WHERE later.person = recommendation.person
            AND later.on_date >= recommendation.on_date
            AND later.step IN (
                'probationary', 'full_member', 'transfer_out', 'withdrawn', 'rejected',
                CASE recommendation.step WHEN 'recommend_activist' THEN 'party_activist' ELSE 'party_target' END
            )
    )
)

SELECT
    unused.area_code,
    coalesce(unused.branch, area.name) AS unit,
    count(*) || '人的推优已失效，最早' || strftime(min(unused.lapses_on), '%Y年%-m月') || '到期' AS detail
FROM unused
JOIN area ON area.area_code = unused.area_code
WHERE unused.lapses_on < unused.last_date
GROUP BY unused.area_code, unit
