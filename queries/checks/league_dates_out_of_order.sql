/*
title    = { zh = "发展步骤日期颠倒", en = "Steps dated out of order" }
why      = "后面的步骤早于前面的，不是程序走乱了，就是日期录错了。漏斗里这样的人算得不准。"
source   = "数据字典里的步骤表；发展团员工作细则（中青发〔2023〕13号）：五个阶段15个步骤"
owner    = "团县委组织部"
reviewed = 2026-11-22
order    = 974
doubts   = "pipeline_event"
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
        step._county,
        step.branch,
        { 'batch': step._batch, 'line': step._line } AS row,
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
        arg_min(taken._county, taken.on_date) AS county_code,
        arg_min(taken.branch, taken.on_date) AS branch,
        arg_min(taken.row, taken.on_date) AS row
    FROM taken
    JOIN process
        ON process.list = taken.list
        AND process.code = taken.step
    GROUP BY ALL
),

later AS (                                                   -- few: a step, and one before it that is dated later
    SELECT
        step.person,
        step.area_code,
        step.county_code,
        step.branch,
        step.title,
        before.on_date,
        before.title AS before_title,
        [step.row, before.row] AS rows
    FROM step
    JOIN step AS before
        ON before.person = step.person
        AND before.list = step.list
        AND before.nth < step.nth
        AND before.on_date > step.on_date
),

known AS (                                                   -- at a month's end, the latest of them
    SELECT
        month.period,
        later.person,
        later.area_code,
        later.branch,
        later.title || '早于' || arg_max(later.before_title, later.on_date) AS words,
        min(later.on_date) AS since,
        flatten(list(later.rows)) AS rows
    FROM later
    JOIN month_end AS month
        ON month.area_code = later.county_code
        AND later.on_date <= month.last_day
    GROUP BY month.period, later.person, later.area_code, later.branch, later.title
)

SELECT
    known.period,
    known.area_code,
    CASE WHEN area.level = 'school' THEN area.name ELSE coalesce(known.branch, area.name) END AS unit,
    CASE WHEN area.level = 'school' THEN area.area_code ELSE coalesce(known.branch, area.area_code) END AS key,
    min(known.since) AS since,
    NULL::DATE AS due,
    count(DISTINCT known.person) || '人的步骤日期颠倒：' || string_agg(DISTINCT known.words, '、' ORDER BY known.words) AS detail,
    list_distinct(flatten(list(known.rows))) AS doubtful    -- which of the two dates is wrong, nobody can tell from here
FROM known
JOIN area ON area.area_code = known.area_code
GROUP BY known.period, known.area_code, unit, key
