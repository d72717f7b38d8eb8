/*
title     = { zh = "团员星级分布", en = "Members by star" }
why       = "“三亮三比”亮分以后，各星团员有多少人。"
numerator = "各星级团员人数之和"
unit      = "person"
better    = "neither"
over_time = "last"
by        = { star = "星级" }
members   = { 5 = "五星", 4 = "四星", 3 = "三星", 2 = "二星", 1 = "一星" }
source    = "温岭市：“三亮三比”亮分制管理，2020"
owner     = "团县委组织部"
reviewed  = 2026-11-22
order     = 734
pages     = { checklists = 4 }
*/
WITH counted AS (
    SELECT
        area_code,
        period,
        org_name,
        unnest(['5', '4', '3', '2', '1']) AS star,
        unnest([star5, star4, star3, star2, star1]) AS people,
        unnest(
            list_transform(
                ['star5', 'star4', 'star3', 'star2', 'star1'],
                lambda name: coalesce(list_contains(_at_least, name), false)
            )
        ) AS lower_bound
    FROM branch_rating_monthly
    WHERE scheme = 'member_stars'
)

SELECT
    area_code,
    period,
    org_name AS unit,
    star,
    people AS numerator,
    NULL::INTEGER AS denominator,
    lower_bound
FROM counted
WHERE people IS NOT NULL
