/*
title       = { zh = "团干部培训覆盖率", en = "Cadres trained within two years" }
why         = "团干部两年内有没有培训过。"
numerator   = "名册日期前24个月内培训过的团干部职务数"
denominator = "月末在册的团干部职务数"
unit        = "percent"
better      = "higher"
over_time   = "last"
target      = 100
by          = { post = "专挂兼" }
source      = "本系统的口径：两年一训"
owner       = "团县委组织部"
reviewed    = 2026-11-22
order       = 156
pages       = { cadres = 3 }
caveat      = "没有培训记录的算没训过；整张名册都没有培训时间的算没报。"
*/
SELECT
    cadre.area_code,
    cadre.period,
    cadre.committee AS unit,
    cadre.post,
    coalesce(cadre.trained_on > cadre._as_of - to_months(rule.amount::INTEGER), false)::INTEGER AS numerator,
    1 AS denominator
FROM cadre_monthly AS cadre
JOIN rules.cadre_rule AS rule
    ON rule.rule = 'training_months'
    AND rule.valid_from <= cadre._as_of                      -- what they learned since the list was made is not known
    AND (rule.valid_to IS NULL OR cadre._as_of < rule.valid_to)
QUALIFY count(cadre.trained_on) OVER (PARTITION BY cadre._county, cadre.period) > 0    -- no such column in the list: unknown, not 0
