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
        period,
        _county,
        area_code,
        org_name,
        _as_of,
        score,
        is_vetoed,
        measures,
        is_vetoed OR score < three.floor AS is_lagging
    FROM branch_rating_monthly
    JOIN rules.star_band AS three
        ON three.star = '3'
        AND three.valid_from <= _as_of
        AND (three.valid_to IS NULL OR _as_of < three.valid_to)
    WHERE scheme = 'rating'
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
