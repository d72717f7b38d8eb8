/*
title       = { zh = "青年大学习参学率", en = "Youth study taken" }
called      = ["大学习参学率", "参学率", "青年大学习完成率"]
why         = "每期青年大学习，应学的团员学了多少；哪个支部没学。"
numerator   = "各期已学人次"
denominator = "各期应学人次"
unit        = "percent"
better      = "higher"
over_time   = "sum"
source      = "青年大学习管理后台的参学统计；统计口径是本系统的"
owner       = "团县委宣传部"
reviewed    = 2026-11-29
order       = 470
caveat      = "没有公布的统一目标，只比高低。一个人学几期算几人次。"
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
WHERE kind = 'youth_study'
