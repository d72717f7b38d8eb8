/*
title       = { zh = "乡镇团委人数合规率", en = "Township committees of 9 to 21" }
why         = "乡镇街道团委都要建成9—21人的委员会。"
numerator   = "月末团委委员（含书记、副书记）在9—21人之间的乡镇街道数"
denominator = "乡镇街道总数（类似乡级单位不计）"
unit        = "percent"
better      = "higher"
over_time   = "last"
target      = 100
source      = "基层组织选举工作条例（暂行）第十七条；温岭市公布的做法，2020"
owner       = "团县委组织部"
reviewed    = 2026-11-22
order       = 154
pages       = { cadres = 1 }
caveat      = "人数上下限写在规则表“委员会人数”里。"
*/
SELECT
    township.area_code,
    township.period,
    township.name AS unit,
    (count(DISTINCT cadre.person) BETWEEN any_value(rule.minimum) AND any_value(rule.maximum))::INTEGER AS numerator,
    1 AS denominator
FROM area_month AS township
JOIN place_reported AS reported
    ON reported.dataset = 'cadre'
    AND reported.area_code = township.area_code
    AND reported.period = township.period
    AND reported.apart
JOIN calendar ON calendar.period = township.period
JOIN rules.committee_size AS rule
    ON rule.body = 'township_committee'
    AND rule.valid_from <= calendar.last_day
    AND (rule.valid_to IS NULL OR calendar.last_day < rule.valid_to)
LEFT JOIN cadre_monthly AS cadre
    ON cadre.township = township.area_code
    AND cadre.period = township.period
    AND cadre.level = 'township'
    AND cadre.position IN ('secretary', 'deputy', 'member')    -- staff are no members of the committee
WHERE township.level = 'township'
    AND township.counts
GROUP BY township.area_code, township.period, township.name
