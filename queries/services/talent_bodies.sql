/*
title     = { zh = "队伍站点数", en = "Teams and stations" }
why       = "帮扶队、驻外联络站、团属社会组织、讲师团各有几支、几个。"
numerator = "月末在册的队伍、站点、社会组织数"
unit      = "count"
better    = "higher"
over_time = "last"
by        = { kind = "类别" }
source    = "团委人才库"
owner     = "团县委青年发展部"
reviewed  = 2026-11-22
order     = 641
pages     = { talent = 3 }
caveat    = "不同类别是不同的东西，看分项，总数意义不大。"
*/
SELECT
    area_code,
    period,
    coalesce(name, entry_id) AS unit,
    kind,
    1 AS numerator,
    NULL::INTEGER AS denominator
FROM talent_monthly
WHERE is_body
