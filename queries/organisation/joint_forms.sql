/*
title     = { zh = "联合团建的形式数", en = "Forms of joint organisation" }
why       = "用了几种建团形式。"
numerator = "在册组织写明的不同建团形式数"
unit      = "count"
better    = "neither"
over_time = "distinct"
source    = "温岭市公布的做法，2020"
owner     = "团县委组织部"
reviewed  = 2026-11-22
order     = 161
pages     = { emerging = 2 }
caveat    = "各乡镇相加会大于全县。"
*/
SELECT
    area_code,
    period,
    form AS unit,
    1 AS numerator,
    NULL::INTEGER AS denominator
FROM organisation_monthly
WHERE form IS NOT NULL
GROUP BY ALL
