/*
title    = { zh = "推优已失效", en = "Recommendations that have lapsed" }
why      = "推荐两年没用上就失效了。推了没人要，是推得不准，还是没和党组织对上？"
source   = "推优入党工作的规定（各地通知一致）；规则表“推优入党的期限和条件”"
owner    = "团县委组织部"
reviewed = 2026-11-22
order    = 978
severity = "warn"
cure     = "仍然够条件的重新推优；不再合适的移出人才库，记下原因。"
caveat   = "截至看的那个月的月末。推荐为积极分子后确定了入党积极分子、推荐为发展对象后确定了发展对象，就是用上了；再次推优的看最近一次。已入党、转出、没通过的不列。按支部只报人数。"
*/
WITH recommendation AS (                                     -- one a day and person, each until the next
    SELECT
        area_code,
        _county,
        person,
        branch,
        step,
        on_date,
        lead(on_date) OVER (PARTITION BY person ORDER BY on_date) AS next_on
    FROM pipeline_step
    WHERE step IN ('recommend_activist', 'recommend_target')
    QUALIFY row_number() OVER (PARTITION BY person, on_date ORDER BY step DESC, area_code) = 1
),

used AS (
    SELECT
        recommendation.*,
        recommendation.on_date + to_months((
            SELECT arg_max(amount, coalesce(length(rule.area), 0))
            FROM rules.party_limit AS rule
            WHERE rule.rule = 'recommendation_months'
                AND starts_with(recommendation._county, coalesce(rule.area, ''))
                AND rule.valid_from <= recommendation.on_date
                AND (rule.valid_to IS NULL OR rule.valid_to > recommendation.on_date)
        )) AS lapses_on,
        (                                                    -- used, or gone
            SELECT min(later.on_date)
            FROM pipeline_step AS later
            WHERE later.person = recommendation.person
                AND later.on_date >= recommendation.on_date
                AND later.step IN (
                    'probationary', 'full_member', 'transfer_out', 'withdrawn', 'rejected',
                    CASE recommendation.step WHEN 'recommend_activist' THEN 'party_activist' ELSE 'party_target' END
                )
        ) AS used_on
    FROM recommendation
)

SELECT
    month.period,
    used.area_code,
    coalesce(used.branch, area.name) AS unit,
    coalesce(used.branch, area.area_code) AS key,
    min(used.lapses_on)::DATE AS since,
    NULL::DATE AS due,
    count(*) || '人的推优已失效，最早' || strftime(min(used.lapses_on), '%Y年%-m月') || '到期' AS detail
FROM used
JOIN area ON area.area_code = used.area_code
JOIN reported AS month
    ON month.dataset = 'pipeline_event'
    AND month.county_code = used._county
    AND used.lapses_on < month.last_day
WHERE (used.next_on IS NULL OR used.next_on > month.last_day)
    AND (used.used_on IS NULL OR used.used_on > month.last_day)
GROUP BY month.period, used.area_code, unit, key
