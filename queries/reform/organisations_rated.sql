/*
title     = { zh = "对标定级组织数", en = "Organisations rated" }
why       = "评了多少组织，各星各多少。"
numerator = "月末在册、有复评分或被否决的参评组织数"
unit      = "count"
better    = "neither"
over_time = "last"
by        = { star = "星级", org_type = "组织类型" }
members   = { 5 = "五星", 4 = "四星", 3 = "三星", 2 = "后进（二星）", 1 = "软弱涣散" }
source    = "团组织对标定级办法"
owner     = "团县委组织部"
reviewed  = 2026-11-22
order     = 730
pages     = { rating = 1 }
caveat    = "星级按复评分重算，不用表上写的；两者不一样的，在核查里列出。"
*/
SELECT
    rating.area_code,
    rating.period,
    rating.org_name AS unit,
    rated.star,
    rating.org_type,
    1 AS numerator,
    NULL::INTEGER AS denominator
FROM branch_rating_monthly AS rating
JOIN branch_star AS rated ON rated._batch = rating._batch AND rated._line = rating._line
