/*
title     = { zh = "星级档数", en = "Bands in use" }
why       = "参评组织分在几个星级档里。"
numerator = "有组织的不同星级数"
unit      = "count"
better    = "neither"
over_time = "distinct"
source    = "团组织对标定级办法"
owner     = "团县委组织部"
reviewed  = 2026-11-22
order     = 732
*/
SELECT
    rating.area_code,
    rating.period,
    CASE
        WHEN rating.is_vetoed THEN '1'
        ELSE (
            SELECT arg_max(band.star, band.floor)
            FROM rules.star_band AS band
            WHERE band.floor <= rating.score                 -- the score as it is, not rounded
                AND band.valid_from <= rating._as_of
                AND (band.valid_to IS NULL OR rating._as_of < band.valid_to)
        )
    END AS unit,
    1 AS numerator,
    NULL::INTEGER AS denominator
FROM branch_rating_monthly AS rating
WHERE rating.scheme = 'rating'
    AND (rating.score IS NOT NULL OR rating.is_vetoed)
GROUP BY ALL
