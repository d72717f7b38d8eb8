/*
title    = { zh = "后进组织前后对比", en = "Lagging organisations, before and after" }
why      = "哪些组织后进，采取了什么措施，前后各多少分，有没有一票否决。"
columns  = { area_code = "所在地", list_month = "名册月份", org_name = "组织", score_before = "上次得分", vetoed_before = "上次一票否决", measures = "整改措施", score = "这次得分", vetoed = "一票否决" }
source   = "温岭市：后进团组织“双百双提升”，2020"
owner    = "团县委组织部"
reviewed = 2026-11-22
order    = 736
*/
WITH rated AS (
    SELECT
        rating.period,
        rating._county,
        rating.area_code,
        rating.org_name,
        rating._as_of,
        rating.score,
        rating.is_vetoed,
        rating.measures,
        rated.star < '3' AS is_lagging
    FROM branch_rating_monthly AS rating
    JOIN branch_star AS rated ON rated._batch = rating._batch AND rated._line = rating._line
),

every AS (SELECT DISTINCT * EXCLUDE (period) FROM rated)

SELECT
    now.area_code,
    now.period AS list_month,
    now.org_name,
    before.score AS score_before,
    before.is_vetoed AS vetoed_before,
    coalesce(now.measures, before.measures) AS measures,
    now.score,
    now.is_vetoed AS vetoed
FROM rated AS now
ASOF LEFT JOIN every AS before                               -- the last rating before this one
    ON before._county = now._county
    AND before.org_name = now.org_name
    AND before._as_of < now._as_of
WHERE now.is_lagging OR before.is_lagging
ORDER BY now.period, now.score, now.org_name
