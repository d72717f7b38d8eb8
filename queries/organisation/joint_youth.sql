/*
title     = { zh = "联合团建覆盖青年", en = "Young people in joint organisations" }
why       = "联合团建带上了多少青年。"
numerator = "写明建团形式的组织填报的覆盖青年数之和"
unit      = "person"
better    = "higher"
over_time = "last"
by        = { form = "建团形式" }
source    = "温岭市公布的做法，2020"
owner     = "团县委组织部"
reviewed  = 2026-11-22
order     = 162
pages     = { emerging = 3 }
caveat    = "一个青年可能在两个组织里各数一次。"
*/
SELECT
    area_code,
    period,
    name AS unit,
    form,
    youth_covered AS numerator,
    NULL::INTEGER AS denominator,
    coalesce(list_contains(_at_least, 'youth_covered'), false) AS lower_bound    -- 100多人
FROM organisation_monthly
WHERE form IS NOT NULL
    AND youth_covered IS NOT NULL
