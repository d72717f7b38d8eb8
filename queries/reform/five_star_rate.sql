/*
title       = { zh = "五星组织占比", en = "Share of five-star organisations" }
why         = "参评组织里五星有多少。"
numerator   = "复评90分以上、没有一票否决的组织数"
denominator = "参评组织数"
unit        = "percent"
better      = "neither"
over_time   = "last"
source      = "团组织对标定级办法"
owner       = "团县委组织部"
reviewed    = 2026-11-22
order       = 731
pages       = { rating = 2 }
caveat      = "有的地方规定五星不超过20%，所以不是越高越好。"
*/
SELECT
    rating.area_code,
    rating.period,
    rating.org_name AS unit,
    (rated.star = '5')::INTEGER AS numerator,
    1 AS denominator
FROM branch_rating_monthly AS rating
JOIN branch_star AS rated ON rated._batch = rating._batch AND rated._line = rating._line
