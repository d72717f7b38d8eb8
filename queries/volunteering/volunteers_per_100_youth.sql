/*
title       = { zh = "每百名青年中的注册志愿者", en = "Registered volunteers per 100 young people" }
why         = "人口多的乡镇队伍自然大。除以14—35岁青年数，大小乡镇才能比。"
numerator   = "月末在册各志愿服务队的注册志愿者人数之和"
denominator = "14—35岁青年人数（乡镇的；一个县的乡镇都没有时用县的）"
unit        = "person"
better      = "higher"
over_time   = "last"
factor      = 100
source      = "志愿服务系统 → 团体管理；区划与单位名册的青年人口"
owner       = "团县委青年发展部"
reviewed    = 2026-11-22
order       = 310
optional    = ["volunteer_team.township"]
caveat      = "每100名14—35岁青年里有几人登记。登记人数里可能有35岁以上的人，也可能一人登记两次，所以可以超过100。没有青年人口的乡镇，队伍和人口都不进来。"
*/
WITH township AS (
    SELECT period, area_code, county_code, level, name, youth, youth_at_least
    FROM area_month
    WHERE level = 'township'
        AND youth > 0                                        -- parks too: people live there
),

county AS (                                                  -- only where no township of it has a figure
    SELECT period, area_code, county_code, level, name, youth, youth_at_least
    FROM area_month AS whole
    ANTI JOIN township
        ON township.period = whole.period
        AND township.county_code = whole.area_code
    WHERE whole.level = 'county'
        AND whole.youth > 0
),

people AS (                                                  -- nobody is in it twice
    SELECT period, area_code, county_code, level, name, youth, youth_at_least FROM township
    UNION ALL
    SELECT period, area_code, county_code, level, name, youth, youth_at_least FROM county
)

SELECT
    team.area_code,
    team.period,
    team.name AS unit,
    team.volunteers AS numerator,
    0 AS denominator,
    coalesce(list_contains(team._at_least, 'volunteers'), false) AS lower_bound,
    false AS denominator_lower_bound
FROM volunteer_team_monthly AS team
SEMI JOIN people
    ON people.period = team.period
    AND people.county_code = team._county
    AND (people.level = 'county' OR team.township IS NULL OR team.township = people.area_code)
WHERE team.kind <> 'station'
    AND team.volunteers IS NOT NULL
UNION ALL
SELECT
    people.area_code,
    people.period,
    people.name AS unit,
    CASE WHEN people.level = 'county' OR reported.apart THEN 0 END AS numerator,
    people.youth AS denominator,
    false AS lower_bound,
    people.youth_at_least AS denominator_lower_bound
FROM people
JOIN place_reported AS reported
    ON reported.dataset = 'volunteer_team'
    AND reported.area_code = people.area_code
    AND reported.period = people.period
