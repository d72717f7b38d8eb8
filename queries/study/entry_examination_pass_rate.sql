/*
title       = { zh = "入团考试合格率", en = "Entry examinations passed" }
called      = ["入团测试合格率", "入团知识测试合格率"]
why         = "入团前的考试，考了的有多少合格。"
numerator   = "考试合格人次"
denominator = "参加考试人次"
unit        = "percent"
better      = "higher"
over_time   = "sum"
source      = "温岭市公布的入团考试做法，2020；统计口径是本系统的"
owner       = "团县委组织部"
reviewed    = 2026-11-29
order       = 472
caveat      = "没有写合格人数的场次不算在内。没有公布的统一目标，只比高低。"
*/
SELECT
    area_code,
    date_trunc('month', on_date)::DATE AS period,
    org_name AS unit,
    passed AS numerator,
    done AS denominator,
    coalesce(list_contains(_at_least, 'passed'), false) AS lower_bound,
    coalesce(list_contains(_at_least, 'done'), false) AS denominator_lower_bound
FROM study
WHERE kind = 'entry_examination'
    AND passed IS NOT NULL
