/*
title     = { zh = "队伍站点里的青年", en = "Young people in teams and stations" }
why       = "团属社会组织、帮扶队里有多少青年。"
numerator = "写明人数的队伍站点的人数之和"
unit      = "person"
better    = "higher"
over_time = "last"
by        = { kind = "类别" }
source    = "团委人才库"
owner     = "团县委青年发展部"
reviewed  = 2026-11-22
order     = 642
pages     = { talent = 4 }
caveat    = "写“余”“多”的是下限。"
*/
SELECT
    area_code,
    period,
    coalesce(name, entry_id) AS unit,
    kind,
    people AS numerator,
    NULL::INTEGER AS denominator,
    coalesce(list_contains(_at_least, 'people'), false) AS lower_bound
FROM talent_monthly
WHERE is_body
    AND people IS NOT NULL
