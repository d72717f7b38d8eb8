/*
title       = { zh = "团员数", en = "League members" }
called      = ["团员", "共青团员数", "团员队伍", "现有团员数"]
why         = "有多少团员。只加最末一级的行：上级的行已经含了下级的人。"
numerator   = "月末在册的统计表里，各组织（乡镇、系统、学校）的团员人数之和"
unit        = "person"
better      = "neither"
over_time   = "last"
source      = "智慧团建 → 直属下级数据统计（已报到团员数）"
owner       = "团县委组织部"
reviewed    = 2026-11-22
order       = 140
caveat      = "取自团员数统计表，不是团组织名册里的团员数。团员多少受发展调控影响，不以多为好。表里恰好等于其余各行之和的县级行当作合计，不重复加。"
*/
WITH county AS (
    SELECT
        _county,
        period,
        sum(members) AS members,
        count(*) AS lines
    FROM member_count_monthly
    GROUP BY ALL
)

SELECT
    line.area_code,
    line.period,
    line.org_name AS unit,
    line.members AS numerator,
    NULL::INTEGER AS denominator,
    coalesce(list_contains(line._at_least, 'members'), false) AS lower_bound
FROM member_count_monthly AS line
JOIN county
    ON county._county = line._county
    AND county.period = line.period
WHERE NOT (                                                  -- a line of the county itself that is the sum of all the others
    line.area_code = line._county
    AND county.lines > 2
    AND line.members > 0
    AND line.members = county.members - line.members
)
