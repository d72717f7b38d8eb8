/*
title    = { zh = "统计表与名册团员数不一致", en = "Member counts that differ from the register" }
why      = "同一个地方，统计表报一个团员数，组织名册加起来是另一个，总有一个不对。"
source   = "智慧团建 → 直属下级数据统计、团组织名单；规则表“挤水分的界线”"
owner    = "团县委组织部"
reviewed = 2026-11-29
order    = 918
severity = "warn"
cure     = "以智慧团建的支部名单为准，逐个支部核对，改正后重新导入。"
caveat   = "只比同一个月的两份名单，按乡镇比。名册数团支部的团员（没有支部人数的不比）。差多少才列，看规则表。"
*/
WITH declared AS (
    SELECT
        period,
        township,
        any_value(_county) AS county_code,
        max(_as_of) AS as_of,
        sum(members) AS members
    FROM member_count_monthly
    WHERE township IS NOT NULL
    GROUP BY period, township
),

registered AS (
    SELECT
        period,
        township,
        max(_as_of) AS as_of,
        sum(members) AS members
    FROM organisation_monthly
    WHERE type = 'branch'
        AND township IS NOT NULL
    GROUP BY period, township
    HAVING count(*) = count(members)                         -- a branch without a figure leaves the sum short
        AND NOT bool_or(coalesce(list_contains(_at_least, 'members'), false))
)

SELECT
    declared.period,
    declared.township AS area_code,
    '团员数' AS unit,
    'members' AS key,
    NULL::DATE AS since,
    NULL::DATE AS due,
    '统计表' || declared.members || '人，名册的团支部共' || registered.members || '人' AS detail
FROM declared
JOIN registered
    ON registered.period = declared.period
    AND registered.township = declared.township
    AND date_trunc('month', registered.as_of) = date_trunc('month', declared.as_of)
JOIN rules.audit_limit AS rule
    ON rule.rule = 'register_gap'
    AND rule.valid_from <= declared.as_of
    AND (rule.valid_to IS NULL OR declared.as_of < rule.valid_to)
WHERE greatest(declared.members, registered.members) >= rule.least
    AND 100 * abs(declared.members - registered.members) > rule.amount * greatest(declared.members, registered.members)
