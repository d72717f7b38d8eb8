/*
title    = { zh = "星级与得分不符", en = "Stars that do not fit the score" }
why      = "表上写的星级和复评分算出来的不一样。89.5分是四星，不能写五星。"
source   = "团组织对标定级办法"
owner    = "团县委组织部"
reviewed = 2026-11-22
order    = 740
doubts   = "branch_rating"
severity = "warn"
cure     = "按复评分改星级；有加分、扣分的，改复评分。"
*/
SELECT
    rating.period,
    rating.area_code,
    rating.org_name AS unit,
    rating.org_name AS key,
    NULL::DATE AS since,
    NULL::DATE AS due,
    '表上' || rating.printed_star || '星，复评' || rtrim(rtrim(rating.score::VARCHAR, '0'), '.') || '分'
        || CASE WHEN rating.is_vetoed THEN '、一票否决' ELSE '' END || '应是' || rated.star || '星' AS detail,
    [{ 'batch': rating._batch, 'line': rating._line }] AS doubtful
FROM branch_rating_monthly AS rating
JOIN branch_star AS rated ON rated._batch = rating._batch AND rated._line = rating._line
WHERE rating.printed_star <> rated.star
