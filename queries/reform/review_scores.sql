/*
title    = { zh = "述职评议得分", en = "Review scores of secretaries" }
why      = "书记述职，自评和上级评的分差多少。"
columns  = { area_code = "所在地", org_name = "组织", self_score = "自评分", score = "复评分", difference = "自评高出" }
source   = "温岭市：述职评议，2020"
owner    = "团县委组织部"
reviewed = 2026-11-22
order    = 738
*/
SELECT
    area_code,
    org_name,
    self_score,
    score,
    self_score - score AS difference
FROM branch_rating
WHERE scheme = 'review'
ORDER BY score DESC, org_name
