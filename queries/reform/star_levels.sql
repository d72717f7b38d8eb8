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
    rated.star AS unit,
    1 AS numerator,
    NULL::INTEGER AS denominator
FROM branch_rating_monthly AS rating
JOIN branch_star AS rated ON rated._batch = rating._batch AND rated._line = rating._line
GROUP BY ALL
