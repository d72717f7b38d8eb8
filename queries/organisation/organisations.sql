/*
title       = { zh = "团组织数", en = "League organisations" }
called      = ["团组织", "基层团组织数", "各级团组织数", "已建团组织数", "建立团组织数", "现有团组织数", "团组织个数", "共青团组织数"]
why         = "全县有多少个团组织，分别是什么类型、在什么行业。数的是名册上的组织，一个组织一行，不按上级组织重复累加。"
numerator   = "月末在册的团组织数（领导机关、团委、团工委、团总支、团支部都算）"
unit        = "count"
better      = "higher"
over_time   = "last"
by          = { type = "组织类型", industry = "行业类别" }
source      = "智慧团建 → 组织管理；中国共产主义青年团章程，2023"
owner       = "团县委组织部"
reviewed    = 2026-11-22
order       = 100
caveat      = "含领导机关团组织（团县委本级）；只数基层组织时，请看按组织类型的分项。"
*/
SELECT
    area_code,
    period,
    name AS unit,
    type,                                                    -- leading_body, committee, working_committee, general_branch, branch
    industry,                                                -- one of the 16 of the national system
    1 AS numerator,
    NULL::INTEGER AS denominator
FROM organisation_monthly
