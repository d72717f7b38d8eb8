/*
title    = { zh = "一年无服务记录的服务队", en = "Teams without a record for a year" }
why      = "队伍挂了名、报了志愿者，一年里一条服务记录也没有，是注册了没活动。"
source   = "志愿服务系统 → 团体管理、时长记录；南方周末，2019（引慈善蓝皮书）：注册的比活跃的长得快；规则表“挤水分的界线”"
owner    = "团县委青年发展部"
reviewed = 2026-11-29
order    = 929
doubts   = "volunteer_team"
severity = "warn"
cure     = "打电话问：办了没记的，在系统里补录；散了的，注销或合并。"
caveat   = "只看那一年每个月都报了服务记录、条条写明团体的县。按名称或编号对；站点不列，成立不满一年的不列。"
*/
WITH nameless AS (                                           -- a month with a record that names no team tells of none
    SELECT DISTINCT
        _county AS county_code,
        date_trunc('month', served_on)::DATE AS period
    FROM volunteer_service
    WHERE team IS NULL
),

told AS (
    SELECT reported.*
    FROM reported
    ANTI JOIN nameless
        ON nameless.county_code = reported.county_code
        AND nameless.period = reported.period
    WHERE reported.dataset = 'volunteer_service'
),

full_year AS (                                               -- counties whose records of the last twelve months are all there
    SELECT
        month.county_code,
        month.period,
        month.last_day
    FROM told AS month
    JOIN told AS before
        ON before.county_code = month.county_code
        AND before.period BETWEEN month.period - INTERVAL 11 MONTH AND month.period
    GROUP BY ALL
    HAVING count(DISTINCT before.period) = 12
),

served AS (
    SELECT DISTINCT
        _county,
        team,
        served_on
    FROM volunteer_service
    WHERE team IS NOT NULL
),

latest AS (                                                  -- of each team the last record up to each month's end
    SELECT
        full_year.county_code,
        full_year.period,
        served.team,
        max(served.served_on) AS served_on
    FROM full_year
    JOIN served
        ON served._county = full_year.county_code
        AND served.served_on <= full_year.last_day
    GROUP BY ALL
)

SELECT
    team.period,
    team.area_code,
    team.name AS unit,
    team.team_id AS key,
    coalesce(max(latest.served_on), team.founded_on) + 1 AS since,
    NULL::DATE AS due,
    '报了' || team.volunteers || '名志愿者，' || coalesce('最近一条服务记录是' || max(latest.served_on), '没有一条服务记录') AS detail,
    [{ 'batch': team._batch, 'line': team._line }] AS doubtful
FROM volunteer_team_monthly AS team
JOIN full_year
    ON full_year.county_code = team._county
    AND full_year.period = team.period
JOIN rules.audit_limit AS rule
    ON rule.rule = 'idle_team'
    AND rule.valid_from <= full_year.last_day
    AND (rule.valid_to IS NULL OR full_year.last_day < rule.valid_to)
LEFT JOIN latest
    ON latest.county_code = team._county
    AND latest.period = team.period
    AND latest.team IN (team.name, team.team_id)
WHERE team.kind IN ('team', 'commando')
    AND team.volunteers > 0
    AND (team.founded_on IS NULL OR team.founded_on <= full_year.last_day - rule.amount::INTEGER)
GROUP BY team.period, team.area_code, team.name, team.team_id, team.founded_on, team.volunteers, team._batch, team._line,
    full_year.last_day, rule.amount
HAVING coalesce(max(latest.served_on) <= full_year.last_day - rule.amount::INTEGER, true)
