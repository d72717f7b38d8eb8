/*
title       = { zh = "团干部入职培训参训率", en = "New cadres who took their induction" }
called      = ["入职培训参训率", "团干部上岗培训率"]
why         = "新任团干部应当先培训再上岗，训了多少。"
numerator   = "参加入职培训的团干部人次"
denominator = "应当参加入职培训的团干部人次"
unit        = "percent"
better      = "higher"
over_time   = "sum"
source      = "温岭市公布的团干部“入职培训”做法，2020；统计口径是本系统的"
owner       = "团县委组织部"
reviewed    = 2026-11-29
order       = 471
caveat      = "没有公布的统一目标，只比高低。"
*/
SELECT
    area_code,
    date_trunc('month', on_date)::DATE AS period,
    org_name AS unit,
    done AS numerator,
    due AS denominator,
    coalesce(list_contains(_at_least, 'done'), false) AS lower_bound,
    coalesce(list_contains(_at_least, 'due'), false) AS denominator_lower_bound
FROM study
WHERE kind = 'cadre_induction'
