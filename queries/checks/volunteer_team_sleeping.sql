/*
title    = { zh = "注册多、活动少的服务队", en = "Teams of whose volunteers few ever serve" }
why      = "报了几百名志愿者，一年里服务过的不到一成，注册数里有水分。"
source   = "中国注册志愿者管理办法，2013：注册志愿者每年服务不少于20小时；规则表“挤水分的界线”"
owner    = "团县委青年发展部"
reviewed = 2026-11-29
order    = 930
severity = "warn"
cure     = "把从来没有服务过的注册志愿者清出去，或动员起来；确实服务了的补录。"
caveat   = "按自然年，一年十二个月的记录都报了才看，看到下一年的年底。记录里有不写人的场次的队不看：不知道是谁。一条记录也没有的列在另一张单子上。"
*/
WITH full_year AS (
    SELECT
        county_code,
        year(period) AS year
    FROM reported
    WHERE dataset = 'volunteer_service'
    GROUP BY ALL
    HAVING count(DISTINCT period) = 12
),

active AS (
    SELECT
        _county,
        team,
        year(served_on) AS year,
        count(DISTINCT person) AS people,
        count(*) > count(person) AS has_nameless
    FROM volunteer_service
    WHERE team IS NOT NULL
        AND status = 'effective'
    GROUP BY ALL
)

SELECT
    team.period,
    team.area_code,
    team.name AS unit,
    active.year || ' ' || team.team_id AS key,
    make_date(active.year::INTEGER, 12, 1) AS since,
    NULL::DATE AS due,
    '报了' || team.volunteers || '名志愿者，' || active.year || '年服务过的只有' || sum(active.people) || '人' AS detail
FROM volunteer_team_monthly AS team
JOIN active
    ON active._county = team._county
    AND active.team IN (team.name, team.team_id)
    AND team.period BETWEEN make_date(active.year::INTEGER, 12, 1) AND make_date(active.year::INTEGER + 1, 11, 1)
JOIN full_year
    ON full_year.county_code = team._county
    AND full_year.year = active.year
JOIN rules.audit_limit AS rule
    ON rule.rule = 'active_share'
    AND rule.valid_from <= team.period
    AND (rule.valid_to IS NULL OR team.period < rule.valid_to)
WHERE team.kind IN ('team', 'commando')
    AND team.volunteers >= rule.least
    AND (team.founded_on IS NULL OR year(team.founded_on) < active.year)
GROUP BY team.period, team.area_code, team.name, team.team_id, team.volunteers, active.year, rule.amount
HAVING NOT bool_or(active.has_nameless)                      -- records name a team by its name or by its number
    AND 100 * sum(active.people) < rule.amount * team.volunteers
