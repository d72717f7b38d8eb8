/*
title       = { zh = "县级特色章颁章数", en = "County medals awarded" }
why         = "少年先锋章（小红花奖章）、少年先锋集体章（小金果奖章）每年颁一次，是县里的特色章。"
numerator   = "颁出的少年先锋章和少年先锋集体章枚数"
unit        = "count"
better      = "neither"
over_time   = "sum"
by          = { scope = "个人或集体", subject = "章目" }
source      = "惠水县小红花培养工程，2023"
owner       = "团县委学少部"
reviewed    = 2026-11-22
order       = 546
pages       = { badges = 546 }
caveat      = "一枚给个人，一枚给集体，两种不能相加成人数。"
*/
SELECT
    area_code,
    date_trunc('month', on_date)::DATE AS period,
    subject AS unit,
    scope,
    subject,
    count(*) AS numerator,
    NULL::INTEGER AS denominator
FROM badge_award
WHERE awarded
    AND type = 'special'
    AND subject IN ('pioneer_medal', 'pioneer_group_medal')
GROUP BY ALL
