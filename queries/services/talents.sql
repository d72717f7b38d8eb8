/*
title     = { zh = "入库青年人才数", en = "Young talents on the register" }
why       = "好青年、青年典型、代表委员各有多少人，从哪来、到哪去。"
numerator = "月末在册的人数（队伍站点不算）"
unit      = "person"
better    = "higher"
over_time = "last"
by        = { kind = "人才类别", field = "行业", came_from = "来源", works_in = "去向" }
source    = "团委人才库"
owner     = "团县委青年发展部"
reviewed  = 2026-11-22
order     = 640
pages     = { talent = 2 }
caveat    = "一个人可能有两种身份，各类之间不去重。写“余”的是下限。"
*/
SELECT
    area_code,
    period,
    entry_id AS unit,
    kind,
    field,
    came_from,
    works_in,
    people AS numerator,
    NULL::INTEGER AS denominator,
    coalesce(list_contains(_at_least, 'people'), false) AS lower_bound    -- 90余名
FROM talent_monthly
WHERE NOT is_body
    AND people IS NOT NULL
