/*
title       = { zh = "大学生副书记配齐的乡镇", en = "Townships with enough student deputies" }
why         = "每个乡镇都要配够大学生副书记，缺的要看得见。"
numerator   = "月末大学生副书记不少于3名的乡镇街道数"
denominator = "乡镇街道总数（类似乡级单位不计）"
unit        = "percent"
better      = "higher"
over_time   = "last"
target      = 100
source      = "柘城县公布的做法，2024：66名、22个乡镇"
owner       = "团县委组织部"
reviewed    = 2026-11-22
order       = 153
pages       = { cadres = 2 }
caveat      = "“每个乡镇3名”是66÷22推出来的，写在规则表“团干部配备要求”里，可以改。一名也没有的县，当作没有这项工作。"
*/
SELECT
    township.area_code,
    township.period,
    township.name AS unit,
    (count(cadre.person) >= any_value(rule.amount))::INTEGER AS numerator,
    1 AS denominator
FROM area_month AS township
JOIN place_reported AS reported
    ON reported.dataset = 'cadre'
    AND reported.area_code = township.area_code
    AND reported.period = township.period
    AND reported.apart
JOIN calendar ON calendar.period = township.period
JOIN rules.cadre_rule AS rule
    ON rule.rule = 'student_deputies'
    AND rule.valid_from <= calendar.last_day
    AND (rule.valid_to IS NULL OR calendar.last_day < rule.valid_to)
SEMI JOIN (SELECT _county, period FROM cadre_monthly WHERE position = 'deputy' AND is_student) AS scheme
    ON scheme._county = township.county_code                 -- counties that have none do not run the scheme
    AND scheme.period = township.period
LEFT JOIN cadre_monthly AS cadre
    ON cadre.township = township.area_code
    AND cadre.period = township.period
    AND cadre.position = 'deputy'
    AND cadre.is_student
WHERE township.level = 'township'
    AND township.counts
GROUP BY township.area_code, township.period, township.name
