/*
title    = { zh = "星级比例超限", en = "Too many stars" }
why      = "五星、四星的比例有上限，超了看看是不是评松了。"
source   = "一所学校的做法：五星不超过20%、四星不超过60%"
owner    = "团县委组织部"
reviewed = 2026-11-22
order    = 741
pages    = { rating = 1 }
severity = "warn"
cure     = "复核高分组织的佐证材料。"
caveat   = "上限各地不同，写在规则表“对标定级星级”里。"
*/
WITH rated AS (
    SELECT
        rating.period,
        rating._county,
        rating._as_of,
        rated.star
    FROM branch_rating_monthly AS rating
    JOIN branch_star AS rated ON rated._batch = rating._batch AND rated._line = rating._line
)

SELECT
    rated.period,
    rated._county AS area_code,
    band.star || '星' AS unit,
    band.star AS key,
    NULL::DATE AS since,
    NULL::DATE AS due,
    count(*) FILTER (rated.star = band.star) || '个，占' || count(*) || '个参评组织的'
        || round(100 * count(*) FILTER (rated.star = band.star) / count(*), 1) || '%，上限' || band.quota::INTEGER || '%' AS detail
FROM rated
JOIN rules.star_band AS band
    ON band.quota IS NOT NULL
    AND band.valid_from <= rated._as_of
    AND (band.valid_to IS NULL OR rated._as_of < band.valid_to)
GROUP BY rated.period, rated._county, band.star, band.quota
HAVING count(*) FILTER (rated.star = band.star) * 100 > band.quota * count(*)
