/*
title     = { zh = "名师工作室人数", en = "People of the studios" }
why       = "工作室的主持人、成员、学员各多少人。"
numerator = "月末在册的工作室人员数"
unit      = "person"
better    = "neither"
over_time = "last"
by        = { kind = "身份" }
source    = "县少工委 → 辅导员登记表"
owner     = "团县委学少部"
reviewed  = 2026-11-22
order     = 515
pages     = { pioneers = 12 }
*/
SELECT
    area_code,
    period,
    coalesce(unit_id, kind) AS unit,
    kind,                                                    -- studio_head, studio_member, studio_trainee
    1 AS numerator,
    NULL::INTEGER AS denominator
FROM counsellor_monthly
WHERE kind LIKE 'studio%'
