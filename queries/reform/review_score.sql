/*
title       = { zh = "述职评议平均分", en = "Mean review score of secretaries" }
why         = "书记述职，上级评了多少分。"
numerator   = "述职评议的复评分之和"
denominator = "评了分的书记人数"
unit        = "ratio"
better      = "higher"
over_time   = "last"
source      = "温岭市：述职评议，2020"
owner       = "团县委组织部"
reviewed    = 2026-11-22
order       = 733
pages       = { checklists = 3 }
caveat      = "单位是分。"
*/
SELECT
    area_code,
    period,
    org_name AS unit,
    score AS numerator,
    1 AS denominator,
    coalesce(list_contains(_at_least, 'score'), false) AS lower_bound
FROM branch_rating_monthly
WHERE scheme = 'review'
    AND score IS NOT NULL
