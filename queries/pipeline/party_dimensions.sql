/*
title    = { zh = "推优五维评价", en = "Recommendation ratings by dimension" }
why      = "五个维度里哪个强、哪个弱，画成雷达图。"
source   = "推优评价汇总表；江阴市：5个维度评价推荐，2021；规则表“推优入党的期限和条件”"
owner    = "团县委组织部"
reviewed = 2026-11-22
order    = 647
caveat   = "五个维度叫什么，江阴市没有公布，用的是各地通行的叫法。截至本县最近一次评价的12个月；按评价人数加权平均，每个单位、它上面的乡镇和县各算一行。评价不满5人的不给看。"
columns  = { area_code = "单位", dimension = "维度", respondents = "评价人数", score = "平均分" }
*/
WITH latest AS (
    SELECT
        _county,
        max(on_date) AS last_date
    FROM survey
    WHERE topic = 'recommendation_rating'
    GROUP BY _county
),

rating AS (
    SELECT
        path.ancestor_code AS area_code,
        survey._county,
        latest.last_date,
        survey.dimension,
        sum(survey.respondents) AS respondents,
        sum(survey.score * survey.respondents) / sum(survey.respondents) AS score
    FROM survey
    JOIN latest ON latest._county = survey._county
    JOIN area_path AS path
        ON path.area_code = survey.area_code
        AND path.since <= survey.on_date
        AND path.until > survey.on_date
    WHERE survey.topic = 'recommendation_rating'
        AND survey.dimension IS NOT NULL
        AND survey.score IS NOT NULL
        AND survey.respondents > 0
        AND survey.on_date > latest.last_date - INTERVAL 12 MONTH
    GROUP BY ALL
)

SELECT
    area_code,
    dimension,
    respondents,
    score
FROM rating
WHERE respondents >= (
    SELECT arg_max(amount, coalesce(length(area), 0))
    FROM rules.party_limit AS rule
    WHERE rule.rule = 'respondents'
        AND starts_with(rating._county, coalesce(rule.area, ''))
        AND rule.valid_from <= rating.last_date
        AND (rule.valid_to IS NULL OR rule.valid_to > rating.last_date)
)
