/*
title     = { zh = "新建团组织数", en = "Organisations founded" }
called    = ["新成立团组织数", "新增团组织数", "新建立团组织数", "团组织新建数"]
why       = "一段时间新建了多少团组织，尤其是社会组织和非公企业里的。"
numerator = "成立日期在这段时间里的在册团组织数"
unit      = "count"
better    = "higher"
over_time = "sum"
by        = { field = "领域" }
members   = { social = "社会组织", non_public = "非公企业", other = "其他" }
source    = "智慧团建 → 组织管理（组织建立时间）"
owner     = "团县委组织部"
reviewed  = 2026-11-22
order     = 105
pages     = { emerging = 5 }
caveat    = "按最近一份名册的成立日期数，建了又撤的数不到；只看名册当年和前两年。"
*/
SELECT
    organisation.area_code,
    date_trunc('month', organisation.founded_on)::DATE AS period,
    organisation.name AS unit,
    CASE organisation.industry
        WHEN 'social_organisation' THEN 'social'
        WHEN 'non_public_enterprise' THEN 'non_public'
        ELSE 'other'
    END AS field,
    1 AS numerator,
    NULL::INTEGER AS denominator
FROM organisation
WHERE organisation.founded_on >= date_trunc('year', organisation._as_of) - INTERVAL 2 YEAR    -- those dissolved since are not on the list
