/*
title     = { zh = "县级特色章种类", en = "Kinds of county special badges" }
why       = "县里设了几种特色章：个人一种、集体一种。"
numerator = "这段时间颁过的不同县级特色章种数"
unit      = "count"
better    = "neither"
over_time = "distinct"
source    = "惠水县：少年先锋章（小红花奖章）、少年先锋集体章（小金果奖章），2023"
owner     = "团县委学少部"
reviewed  = 2026-11-22
order     = 529
pages     = { badges = 529 }
caveat    = "一种章颁给多少人只算一种。"
*/
SELECT
    area_code,
    date_trunc('month', on_date)::DATE AS period,
    subject AS unit,
    1 AS numerator,
    NULL::INTEGER AS denominator
FROM badge_award
WHERE awarded
    AND type = 'special'
    AND subject IN ('pioneer_medal', 'pioneer_group_medal')
GROUP BY ALL
