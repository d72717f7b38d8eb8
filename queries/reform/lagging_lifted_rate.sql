/*
title       = { zh = "后进组织提升率", en = "Lagging organisations lifted" }
why         = "“双百双提升”：上一次评为后进或软弱涣散的组织，这一次提上来了多少。"
numerator   = "这一次评到三星以上的组织数"
denominator = "上一次评为后进或软弱涣散、这一次又参评的组织数"
unit        = "percent"
better      = "higher"
over_time   = "last"
target      = 100
source      = "温岭市：后进团组织“双百双提升”，2020"
owner       = "团县委组织部"
reviewed    = 2026-11-22
order       = 735
pages       = { rating = 3 }
caveat      = "“双百”没有说是100个还是100%：分子可当个数目标看，率可当百分比目标看。三星的底线写在规则表“对标定级星级”里。"
*/
WITH rated AS (
    SELECT
        rating.period,
        rating._county,
        rating.area_code,
        rating.org_name,
        rating._as_of,
        rated.star < '3' AS is_lagging
    FROM branch_rating_monthly AS rating
    JOIN branch_star AS rated ON rated._batch = rating._batch AND rated._line = rating._line
),

pair AS (                                                    -- this month's rating and the last one that differs in date
    SELECT
        now.period,
        now._county,
        now.area_code,
        now.org_name,
        now.is_lagging,
        arg_max(before.is_lagging, before._as_of) AS was_lagging
    FROM rated AS now
    JOIN rated AS before
        ON before._county = now._county
        AND before.org_name = now.org_name
        AND before._as_of < now._as_of
    GROUP BY ALL
)

SELECT
    area_code,
    period,
    org_name AS unit,
    (NOT is_lagging)::INTEGER AS numerator,
    1 AS denominator
FROM pair
WHERE was_lagging
