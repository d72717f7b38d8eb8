/*
title     = { zh = "团干部数", en = "League cadres" }
called    = ["团干部", "团干", "团的干部数", "共青团干部数"]
why       = "班子里有多少人，专职、挂职、兼职各多少。"
numerator = "月末在册的团干部职务数（一人两职算两个）"
unit      = "person"
better    = "higher"
over_time = "last"
by        = { post = "专挂兼", position = "职务", establishment = "编制" }
source    = "智慧团建 → 团干部；团县委组织部花名册"
owner     = "团县委组织部"
reviewed  = 2026-11-22
order     = 150
pages     = { cadres = 4 }
caveat    = "没写专挂兼或编制的只进总数。"
*/
SELECT
    area_code,
    period,
    committee AS unit,
    post,                                                    -- full_time, seconded, part_time
    position,
    establishment,
    1 AS numerator,
    NULL::INTEGER AS denominator
FROM cadre_monthly
