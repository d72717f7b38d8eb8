/*
title       = { zh = "少代会按期召开率", en = "Pioneer congresses held in time" }
why         = "县级少代会每3年、学校少代会每学年开一次。看台账那天有多少单位的上一次还没过期。"
numerator   = "台账日期那天上一次少代会还没有届满的单位数"
denominator = "换届台账里登记了少代会的单位数"
unit        = "percent"
better      = "higher"
over_time   = "last"
target      = 100
by          = { body = "少代会" }
members     = { county_congress = "县级少代会", school_congress = "学校少代会" }
source      = "惠水县公布的做法，2023：县级每3年、学校每学年召开1次"
owner       = "团县委学少部"
reviewed    = 2026-11-22
order       = 516
pages       = { pioneers = 9 }
optional    = ["term.due_on", "term.started_on"]
caveat      = "“学年”按上一次召开满一年算。台账里没有登记的学校不在分母里。"
*/
WITH congress AS (
    SELECT
        period,
        area_code,
        name,
        body,
        max(due_on) AS due_on,
        any_value(day) AS day                                -- what was held since the list was made is not known
    FROM term_month
    WHERE is_congress
    GROUP BY ALL
)

SELECT
    congress.area_code,
    congress.period,
    congress.name AS unit,
    congress.body,
    coalesce(congress.due_on >= congress.day, false)::INTEGER AS numerator,    -- never held is not in time
    1 AS denominator
FROM congress
