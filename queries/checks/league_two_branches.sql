/*
title    = { zh = "同一人在两个支部", en = "One person in two branches" }
why      = "一个人只入一次团，组织关系只在一个支部。两个支部都有他，团员就数了两遍。"
source   = "发展团员工作细则（中青发〔2023〕13号）；2015年团员信息采集：对不上的多半是重复的人"
owner    = "团县委组织部"
reviewed = 2026-11-29
order    = 979
doubts   = "pipeline_event"
severity = "warn"
cure     = "核对组织关系在哪个支部，另一个支部的记录撤下；转了组织关系的，补录转出。"
caveat   = "看两种：支部大会通过或审批写在两个学校（单位），或同一张表里写在两个支部；同一学年里入团的步骤写在两个学校，又没有转出。头一处不算存疑。涉及不满14周岁的人，只报人数。"
*/
WITH step AS (
    SELECT
        person,
        area_code,
        _county AS county_code,
        coalesce(branch, '') AS branch,
        on_date,
        step IN ('meeting', 'approve') AS is_joining,
        year(on_date - INTERVAL 8 MONTH) AS school_year,     -- begins in September
        max(on_date) FILTER (step = 'transfer_out') OVER (PARTITION BY person) AS left_on,
        { 'batch': _batch, 'line': _line } AS row
    FROM pipeline_step
    WHERE track IS DISTINCT FROM 'party'
        AND track IS DISTINCT FROM 'pioneer'
        AND step IN ('apply', 'talk', 'activist', 'educate', 'target', 'prereview', 'notice', 'meeting', 'approve', 'transfer_out')
),

school AS (
    SELECT step.*
    FROM step
    JOIN area
        ON area.area_code = step.area_code
        AND area.level = 'school'
),

joined AS (
    SELECT
        *,
        first({ 'area': area_code, 'branch': branch, 'batch': row.batch }) OVER (
            PARTITION BY person ORDER BY on_date, area_code, branch
        ) AS home
    FROM step
    WHERE is_joining
),

attended AS (
    SELECT
        *,
        first({ 'area': area_code, 'on_date': on_date }) OVER (
            PARTITION BY person, school_year ORDER BY on_date, area_code
        ) AS home
    FROM school
),

twice AS (
    SELECT joined.person, joined.area_code, joined.county_code, joined.branch, joined.row, joined.on_date, joined.home.area AS first_area
    FROM joined
    LEFT JOIN area_path AS above                             -- what only names the county says nothing else
        ON above.area_code = joined.area_code
        AND above.ancestor_code = joined.home.area
    LEFT JOIN area_path AS below
        ON below.area_code = joined.home.area
        AND below.ancestor_code = joined.area_code
    WHERE (above.area_code IS NULL AND below.area_code IS NULL)
        OR (                                                 -- other lists call the same branch otherwise
            joined.area_code = joined.home.area
            AND joined.row.batch = joined.home.batch
            AND joined.branch <> joined.home.branch
            AND '' NOT IN (joined.branch, joined.home.branch)
        )
    UNION
    SELECT person, area_code, county_code, branch, row, on_date, home.area
    FROM attended
    WHERE area_code <> home.area
        AND NOT coalesce(left_on BETWEEN home.on_date AND on_date, false)
)

SELECT
    month.period,
    twice.area_code,
    CASE WHEN area.level = 'school' THEN area.name ELSE coalesce(nullif(twice.branch, ''), area.name) END AS unit,
    CASE WHEN area.level = 'school' THEN area.area_code ELSE coalesce(nullif(twice.branch, ''), area.area_code) END AS key,
    min(twice.on_date) AS since,
    NULL::DATE AS due,
    count(DISTINCT twice.person) || '人在别处也有记录：' || string_agg(DISTINCT other.name, '、' ORDER BY other.name) AS detail,
    list(DISTINCT twice.row) AS doubtful
FROM twice
JOIN area ON area.area_code = twice.area_code
JOIN area AS other ON other.area_code = twice.first_area
JOIN month_end AS month
    ON month.area_code = twice.county_code
    AND twice.on_date <= month.last_day
GROUP BY month.period, twice.area_code, unit, key
