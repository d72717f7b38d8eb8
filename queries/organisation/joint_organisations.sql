/*
title     = { zh = "新兴领域联合团建组织", en = "Joint organisations in emerging fields" }
why       = "单个单位建不起来的地方，联合起来建了多少个团组织，用了哪些形式。"
numerator = "月末在册、写明建团形式的团组织数"
unit      = "count"
better    = "higher"
over_time = "last"
by        = { form = "建团形式" }
source    = "温岭市公布的做法，2020"
owner     = "团县委组织部"
reviewed  = 2026-11-22
order     = 160
pages     = { emerging = 1 }
caveat    = "两新单位自己单独建的，看“两新团组织”。"
*/
SELECT
    area_code,
    period,
    name AS unit,
    form,                                                    -- small_park, community, self_employed, enterprise, sea ...
    1 AS numerator,
    NULL::INTEGER AS denominator
FROM organisation_monthly
WHERE form IS NOT NULL
