/*
title    = { zh = "下设后进支部而评为五星的团总支", en = "Five-star general branches with lagging branches" }
why      = "团总支下面有后进或软弱涣散的支部，不能评五星。"
source   = "团组织对标定级办法"
owner    = "团县委组织部"
reviewed = 2026-11-22
order    = 742
doubts   = "branch_rating"
severity = "warn"
cure     = "先整顿后进支部，团总支降为四星。"
*/
WITH rated AS (
    SELECT
        rating.period,
        rating._county,
        rating.area_code,
        rating.org_name,
        rating.org_type,
        rating.parent_name,
        rated.star,
        rating._batch,
        rating._line
    FROM branch_rating_monthly AS rating
    JOIN branch_star AS rated ON rated._batch = rating._batch AND rated._line = rating._line
)

SELECT
    above.period,
    above.area_code,
    above.org_name AS unit,
    above.org_name AS key,
    NULL::DATE AS since,
    NULL::DATE AS due,
    '五星，但下面的' || string_agg(below.org_name, '、' ORDER BY below.org_name) || '是后进' AS detail,
    [any_value({ 'batch': above._batch, 'line': above._line })] AS doubtful
FROM rated AS above
JOIN rated AS below
    ON below.period = above.period
    AND below._county = above._county
    AND below.parent_name = above.org_name
WHERE above.org_type = 'general_branch'
    AND above.star = '5'
    AND below.star IN ('1', '2')
GROUP BY above.period, above.area_code, above.org_name
