/*
title    = { zh = "发展步骤日期颠倒", en = "Steps dated out of order" }
why      = "后面的步骤早于前面的，不是程序走乱了，就是日期录错了。漏斗里这样的人算得不准。"
source   = "发展团员工作细则（中青发〔2023〕13号）：五个阶段15个步骤"
owner    = "团县委组织部"
reviewed = 2026-11-22
order    = 974
severity = "warn"
cure     = "对照团员档案核对日期，改正后重新导入；程序真走乱了的，写明情况。"
caveat   = "只看全国通行的15个步骤，同一天的不算颠倒；一步有几个日期的取最早。只报人数和是哪两步。"
*/
WITH process AS (
    SELECT
        unnest(range(15)) AS position,
        unnest(['apply', 'talk', 'activist', 'mentor', 'educate', 'target', 'prereview', 'notice', 'introducer', 'form',
            'meeting', 'approve', 'feedback', 'ceremony', 'archive']) AS code,
        unnest(['申请', '谈话', '确定积极分子', '指定培养联系人', '培养考察', '确定发展对象', '预审', '公示', '确定介绍人', '填写志愿书',
            '支部大会', '审批', '审批反馈', '入团仪式', '归档']) AS title
),

step AS (
    SELECT
        step.person,
        process.position,
        process.title,
        min(step.on_date) AS on_date,
        arg_min(step.area_code, step.on_date) AS area_code,
        arg_min(step.branch, step.on_date) AS branch
    FROM pipeline_step AS step
    JOIN process ON process.code = step.step
    WHERE step.track IS NULL OR step.track = 'league'
    GROUP BY ALL
),

compared AS (                                                -- with the latest date of any step before it
    SELECT
        *,
        max({ 'on_date': on_date, 'title': title }) OVER (
            PARTITION BY person ORDER BY position ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
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
