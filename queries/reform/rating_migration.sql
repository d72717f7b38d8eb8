/*
title    = { zh = "星级变化", en = "How stars moved" }
why      = "上一次几星的组织，这一次到了几星。对角线上是没变的。"
columns  = { area_code = "县（市、区）", list_month = "名册月份", star_before = "上次星级", star = "这次星级", organisations = "组织数" }
source   = "团组织对标定级办法"
owner    = "团县委组织部"
reviewed = 2026-11-22
order    = 737
*/
WITH rated AS (
    SELECT
        rating.period,
        rating._county,
        rating.org_name,
        rating._as_of,
        rated.star
    FROM branch_rating_monthly AS rating
    JOIN branch_star AS rated ON rated._batch = rating._batch AND rated._line = rating._line
),

every AS (SELECT DISTINCT * EXCLUDE (period) FROM rated)

SELECT
    now._county AS area_code,
    now.period AS list_month,
    before.star AS star_before,                              -- empty: not rated before
    now.star,
    count(*) AS organisations
FROM rated AS now
ASOF LEFT JOIN every AS before                               -- the last rating before this one
    ON before._county = now._county
    AND before.org_name = now.org_name
    AND before._as_of < now._as_of
GROUP BY ALL
ORDER BY list_month, area_code, star_before, star
