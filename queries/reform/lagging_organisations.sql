/*
title    = { zh = "后进组织前后对比", en = "Lagging organisations, before and after" }
why      = "哪些组织后进，采取了什么措施，前后各多少分。"
columns  = { area_code = "单位代码", org_name = "组织", score_before = "上次得分", measures = "整改措施", score = "这次得分" }
source   = "温岭市：后进团组织“双百双提升”，2020"
owner    = "团县委组织部"
reviewed = 2026-11-22
order    = 736
*/
WITH every AS (
    SELECT
        _county,
        area_code,
        org_name,
        _as_of,
        score,
        is_vetoed OR score < three.floor AS is_lagging,
        measures,
        row_number() OVER (PARTITION BY _county, org_name ORDER BY _as_of DESC) AS nth
    FROM (SELECT DISTINCT * EXCLUDE (period) FROM branch_rating_monthly WHERE scheme = 'rating')
    JOIN rules.star_band AS three
        ON three.star = '3'
        AND three.valid_from <= _as_of
        AND (three.valid_to IS NULL OR _as_of < three.valid_to)
)

SELECT
    now.area_code,
    now.org_name,
    before.score AS score_before,
    coalesce(now.measures, before.measures) AS measures,
    now.score
FROM every AS now
LEFT JOIN every AS before
    ON before._county = now._county
    AND before.org_name = now.org_name
    AND before.nth = 2
WHERE now.nth = 1
    AND (now.is_lagging OR before.is_lagging)
ORDER BY now.score
