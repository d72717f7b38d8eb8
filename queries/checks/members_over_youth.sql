/*
title    = { zh = "团青比超过100%", en = "More members than youth" }
why      = "团员是青年里的一部分。一个地方的团员比14—35岁青年还多，不是团员数有水分，就是青年数旧了。"
source   = "智慧团建 → 团组织名单；区划与单位名册的青年人口"
owner    = "团县委组织部"
reviewed = 2026-11-29
order    = 919
severity = "error"
cure     = "核对支部团员数；毕业、外出的团员转出组织关系；青年人口更新到最近一次普查或统计。"
caveat   = "按乡镇、村数团支部的团员，和名册上的青年人口比。学校的团员不按青年人口比，看团学比；学校的支部不数在乡镇里。"
*/
WITH branch AS (
    SELECT
        organisation.period,
        path.ancestor_code AS area_code,
        sum(organisation.members) AS members
    FROM organisation_monthly AS organisation
    JOIN area_path AS path
        ON path.area_code = organisation.area_code
        AND path.since <= organisation.period
        AND path.until > organisation.period
    WHERE organisation.type = 'branch'
        AND organisation.school IS NULL                      -- boarders come from everywhere
        AND path.ancestor_level IN ('township', 'village')
    GROUP BY organisation.period, path.ancestor_code
)

SELECT
    area.period,
    area.area_code,
    area.name AS unit,
    'members' AS key,
    NULL::DATE AS since,
    NULL::DATE AS due,
    '团员' || branch.members || '人，青年只有' || area.youth || '人' AS detail
FROM branch
JOIN area_month AS area
    ON area.area_code = branch.area_code
    AND area.period = branch.period
WHERE branch.members > area.youth
    AND NOT area.youth_at_least
