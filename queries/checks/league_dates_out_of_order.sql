/*
title    = { zh = "发展步骤日期颠倒", en = "Steps dated out of order" }
why      = "后面的步骤早于前面的，不是程序走乱了，就是日期录错了。漏斗里这样的人算得不准。"
source   = "数据字典里的步骤表；发展团员工作细则（中青发〔2023〕13号）：五个阶段15个步骤"
owner    = "团县委组织部"
reviewed = 2026-11-22
order    = 974
severity = "warn"
cure     = "对照团员档案核对日期，改正后重新导入；程序真走乱了的，写明情况。"
caveat   = "按本地的步骤表看，没有自己的用全国的15步；同一天的不算颠倒；一步有几个日期的取最早。只报人数和是哪两步。"
*/
WITH process AS (
    SELECT
        list,
        nth,
        title,
        unnest(codes) AS code
    FROM rules.step
),

taken AS (                                                   -- by the list of the place and the day
    SELECT
        step.person,
        step.step,
        step.on_date,
        step.area_code,
        step.branch,
        (
            SELECT arg_max(list.list, length(list.area))
            FROM rules.step_list AS list
            WHERE list.pipeline = 'league_admission'
                AND NOT list.by_name
                AND starts_with(step._county, list.area)
                AND list.valid_from <= step.on_date
                AND (list.valid_to IS NULL OR step.on_date < list.valid_to)
        ) AS list
    FROM pipeline_step AS step
    WHERE step.track IS NULL OR step.track = 'league'
),

step AS (
    SELECT
        taken.person,
        taken.list,
        process.nth,
        process.title,
        min(taken.on_date) AS on_date,
        arg_min(taken.area_code, taken.on_date) AS area_code,
        arg_min(taken.branch, taken.on_date) AS branch
    FROM taken
    JOIN process
        ON process.list = taken.list
        AND process.code = taken.step
    GROUP BY ALL
),

compared AS (                                                -- with the latest date of any step before it
    SELECT
        *,
        max({ 'on_date': on_date, 'title': title }) OVER (
            PARTITION BY person, list ORDER BY nth ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS before
    FROM step
)

SELECT
    compared.area_code,
    CASE WHEN area.level = 'school' THEN area.name ELSE coalesce(compared.branch, area.name) END AS unit,
    count(DISTINCT compared.person) || '人的步骤日期颠倒：'
        || string_agg(DISTINCT compared.title || '早于' || compared.before.title, '、' ORDER BY compared.title || '早于' || compared.before.title) AS detail
FROM compared
JOIN area ON area.area_code = compared.area_code
WHERE compared.on_date < compared.before.on_date
GROUP BY compared.area_code, unit
