/*
title       = { zh = "乡镇少工委覆盖率", en = "Townships with a Pioneer committee" }
why         = "每个乡镇街道都要有少工委。"
numerator   = "月末有乡镇级少工委的乡镇街道数"
denominator = "乡镇街道总数（类似乡级单位不计）"
unit        = "percent"
better      = "higher"
over_time   = "last"
target      = 100
source      = "惠水县公布的做法，2023；少先队组织工作条例（试行），2021"
owner       = "团县委学少部"
reviewed    = 2026-11-22
order       = 506
pages       = { pioneers = 7 }
caveat      = "名册里一个少工委也没有的县，当作没有报。"
*/
SELECT
    township.area_code,
    township.period,
    township.name AS unit,
    (count(committee.unit_id) > 0)::INTEGER AS numerator,
    1 AS denominator
FROM area_month AS township
JOIN place_reported AS reported
    ON reported.dataset = 'pioneer_unit'
    AND reported.area_code = township.area_code
    AND reported.period = township.period
    AND reported.apart
SEMI JOIN (SELECT _county, period FROM pioneer_unit_monthly WHERE kind = 'committee') AS told
    ON told._county = township.county_code                   -- a list of bases only says nothing of committees
    AND told.period = township.period
LEFT JOIN pioneer_unit_monthly AS committee
    ON committee.township = township.area_code
    AND committee.period = township.period
    AND committee.kind = 'committee'
    AND committee.level = 'township'                         -- a community's own does not stand for the township
WHERE township.level = 'township'
    AND township.counts
GROUP BY ALL
