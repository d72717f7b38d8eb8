/*
title     = { zh = "县级团委副书记", en = "Deputy secretaries of the county committee" }
why       = "县级班子挂职、兼职副书记配了几名。"
numerator = "月末在册的县级团委副书记人数"
unit      = "person"
better    = "neither"
over_time = "last"
by        = { post = "专挂兼" }
source    = "智慧团建 → 团干部；团县委组织部花名册"
owner     = "团县委组织部"
reviewed  = 2026-11-22
order     = 151
*/
SELECT
    area_code,
    period,
    committee AS unit,
    post,                                                    -- full_time, seconded, part_time
    1 AS numerator,
    NULL::INTEGER AS denominator
FROM cadre_monthly
WHERE level = 'county'
    AND position = 'deputy'
