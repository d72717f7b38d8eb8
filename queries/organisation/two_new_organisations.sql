/*
title       = { zh = "两新团组织数", en = "Two-new organisations" }
called      = ["两新组织团组织数", "两新组织建团数", "两新领域团组织数", "两新组织团建数", "非公有制经济组织和社会组织团组织数", "两新组织中的团组织数", "两新建团数"]
why         = "非公企业和新社会组织是团的工作最薄弱的领域。没有企业和社会组织的总数，算不出覆盖率，所以只看个数和增长。"
numerator   = "月末在册、行业类别是非公企业或新社会组织的团组织数"
unit        = "count"
better      = "higher"
over_time   = "last"
by          = { field = "领域" }
members     = { social = "社会组织", non_public = "非公企业" }
source      = "智慧团建单位所属行业类别（16类）之“非公企业”“新社会组织（不含民办学校）”"
owner       = "团县委组织部"
reviewed    = 2026-11-22
order       = 105
pages       = { emerging = 4, overview = 2 }
caveat      = "领域按名册上的行业类别分，分社会领域和非公企业领域。民办学校不算。"
*/
SELECT
    area_code,
    period,
    name AS unit,
    CASE industry
        WHEN 'social_organisation' THEN 'social'
        WHEN 'non_public_enterprise' THEN 'non_public'
    END AS field,
    1 AS numerator,
    NULL::INTEGER AS denominator
FROM organisation_monthly
WHERE industry IN ('social_organisation', 'non_public_enterprise')
