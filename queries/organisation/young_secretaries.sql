/*
title     = { zh = "新任28周岁以下书记", en = "Secretaries elected at 28 or younger" }
why       = "新当选的团组织书记里有多少年轻人。"
numerator = "这段时间任职、任职时28周岁以下（含28）的书记人数"
unit      = "person"
better    = "higher"
over_time = "sum"
source    = "温岭市公布的做法，2020"
owner     = "团县委组织部"
reviewed  = 2026-11-22
order     = 155
pages     = { cadres = 6 }
caveat    = "出生只到月，按当月1日算。离任的不在名册里，数不到；只看名册当年和前两年。"
*/
SELECT
    cadre.area_code,
    date_trunc('month', cadre.elected_on)::DATE AS period,
    cadre.committee AS unit,
    1 AS numerator,
    NULL::INTEGER AS denominator
FROM cadre
JOIN rules.cadre_rule AS rule
    ON rule.rule = 'young_secretary_age'
    AND rule.valid_from <= cadre.elected_on
    AND (rule.valid_to IS NULL OR cadre.elected_on < rule.valid_to)
WHERE cadre.position = 'secretary'
    AND cadre.elected_on >= date_trunc('year', cadre._as_of) - INTERVAL 2 YEAR
    AND cadre.elected_on < cadre.born + to_years((rule.amount + 1)::INTEGER)    -- still 28 on the day before the 29th birthday
