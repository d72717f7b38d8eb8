/*
title       = { zh = "少代会届期（年）", en = "Years between Pioneer congresses" }
why         = "少代会几年开一次：县级和学校各按各的规定。"
numerator   = "各单位少代会的届期年数之和"
denominator = "换届台账里登记了少代会、知道届期的单位数"
unit        = "ratio"
better      = "neither"
over_time   = "last"
by          = { body = "少代会" }
members     = { county_congress = "县级少代会", school_congress = "学校少代会" }
source      = "惠水县公布的做法，2023：县级每3年、学校每学年召开1次"
owner       = "团县委学少部"
reviewed    = 2026-11-22
order       = 517
caveat      = "按上一次召开那天有效的规定。没有召开过的，按名册日期有效的规定。"
*/
SELECT
    term.area_code,
    term.period,
    term.name AS unit,
    term.body,
    any_value(rule.years) AS numerator,
    1 AS denominator
FROM term_monthly AS term
JOIN rules.term_length AS rule                               -- the one in force when the last congress was held
    ON rule.body = term.body
    AND rule.valid_from <= coalesce(term.started_on, term._as_of)
    AND (rule.valid_to IS NULL OR coalesce(term.started_on, term._as_of) < rule.valid_to)
WHERE term.body LIKE '%congress'
GROUP BY ALL
