/*
title    = { zh = "本地现行规则", en = "Rules in force here" }
why      = "本地用的是哪张步骤表，有几步、几次公示，设了几类几种章，入团要满足哪几条。"
source   = "数据字典里的规则表和步骤表；步骤表没有自己的，用上一级或全国的"
owner    = "团县委组织部"
reviewed = 2026-11-22
order    = 690
columns  = { area_code = "单位", title = "内容", amount = "数" }
*/
WITH place AS (
    SELECT area_code
    FROM area
    WHERE level IN ('prefecture', 'county')
),

step_list AS (                                               -- one's own before the province's before the nation's
    SELECT
        place.area_code,
        list.*
    FROM place
    JOIN rules.step_list AS list
        ON starts_with(place.area_code, list.area)
        AND list.valid_to IS NULL
        AND NOT list.by_name
    QUALIFY row_number() OVER (
        PARTITION BY place.area_code, list.pipeline
        ORDER BY length(list.area) DESC, list.valid_from DESC
    ) = 1
),

step AS (
    SELECT
        list.area_code,
        list.pipeline,
        list.title,
        count(*) AS steps,
        count(*) FILTER (step.is_notice) AS notices,
        count(DISTINCT step.stage) FILTER (step.stage <> '') AS stages,
        count(*) FILTER (step.link <> '') AS links
    FROM step_list AS list
    JOIN rules.step AS step ON step.list = list.list
    GROUP BY ALL
),

badge AS (                                                   -- a place that has a table of a type sees only its own
    SELECT
        place.area_code,
        grid.type,
        grid.subject
    FROM place
    JOIN rules.badge_grid AS grid
        ON starts_with(place.area_code, coalesce(grid.area, ''))
        AND grid.enabled
        AND grid.valid_to IS NULL
    QUALIFY rank() OVER (
        PARTITION BY place.area_code, grid.type
        ORDER BY length(coalesce(grid.area, '')) DESC
    ) = 1
),

condition AS (
    SELECT
        place.area_code,
        rule.code,
        rule.title,
        rule.minimum
    FROM place
    JOIN rules.entry_condition AS rule
        ON starts_with(place.area_code, coalesce(rule.area, ''))
        AND rule.valid_to IS NULL
    QUALIFY row_number() OVER (
        PARTITION BY place.area_code, rule.code
        ORDER BY length(coalesce(rule.area, '')) DESC, rule.valid_from DESC
    ) = 1
)

SELECT area_code, pipeline || '.steps' AS rule, title || '：步骤' AS title, steps AS amount FROM step
UNION ALL
SELECT area_code, pipeline || '.stages', title || '：阶段', stages FROM step WHERE stages > 0
UNION ALL
SELECT area_code, pipeline || '.notices', title || '：公示', notices FROM step WHERE notices > 0
UNION ALL
SELECT area_code, pipeline || '.links', title || '：环节', links FROM step WHERE links > 0
UNION ALL
SELECT area_code, pipeline || '.musts', title || '：必须', len(musts) FROM step_list WHERE len(musts) > 0
UNION ALL
SELECT area_code, pipeline || '.items', title || '：积分册项目', len(items) FROM step_list WHERE len(items) > 0
UNION ALL
SELECT area_code, 'badge.types', '红领巾奖章：类', count(DISTINCT type) FROM badge GROUP BY area_code
UNION ALL
SELECT area_code, 'badge.subjects', '红领巾奖章：章目', count(DISTINCT subject) FROM badge GROUP BY area_code
UNION ALL
SELECT area_code, 'badge.rating_steps', '红领巾奖章：评价环节', steps
FROM (SELECT DISTINCT area_code FROM badge)
CROSS JOIN (SELECT count(*) AS steps FROM (DESCRIBE badge_award) WHERE column_name LIKE '%\_rated' ESCAPE '\')
UNION ALL
SELECT path.ancestor_code, 'party_recommendation.dimensions', '推优评价：维度', count(DISTINCT survey.dimension)
FROM survey
JOIN area_path AS path
    ON path.area_code = survey.area_code
    AND path.since <= survey.on_date
    AND path.until > survey.on_date
JOIN place ON place.area_code = path.ancestor_code
WHERE survey.topic = 'recommendation_rating'
    AND survey.dimension IS NOT NULL
GROUP BY path.ancestor_code
UNION ALL
SELECT
    place.area_code,
    'congress.' || rule.body,
    if(rule.body LIKE 'school%', '学校少代会：几年一次', '县少代会：几年一次'),
    rule.years
FROM place
JOIN rules.term_length AS rule
    ON rule.body LIKE '%congress'
    AND rule.valid_to IS NULL
UNION ALL
SELECT place.area_code, 'pioneers.fund', '少先队经费：元/人·年', rule.yuan
FROM place
JOIN rules.pioneer_fund AS rule ON rule.valid_to IS NULL
UNION ALL
SELECT area_code, 'entry.' || code, '入团条件：' || title, minimum FROM condition
ORDER BY ALL
