/*
title    = { zh = "停滞的改革项目", en = "Stalled reform projects" }
why      = "两个多月进度没有变化，又没有完成。"
source   = "本系统的口径"
owner    = "团县委改革办"
reviewed = 2026-11-22
order    = 711
pages    = { tasks = 2 }
severity = "warn"
cure     = "到现场看一次，帮着解决卡住的事。"
*/
WITH task AS (
    SELECT *
    FROM reform_task
    WHERE report = 'month'
),

month AS (                                                   -- how far the county's reports go at a month's end
    SELECT
        month.period,
        month.county_code,
        max(task.reported_on) AS day
    FROM reported AS month
    JOIN task
        ON task._county = month.county_code
        AND task.reported_on <= month.last_day
    WHERE month.dataset = 'reform_task'
    GROUP BY ALL
),

state AS (
    SELECT
        month.period,
        month.day,
        task.area_code,
        task.project,
        arg_max(task.progress, task.reported_on) AS progress
    FROM month
    JOIN task
        ON task._county = month.county_code
        AND task.reported_on <= month.day
    GROUP BY ALL
),

since AS (                                                   -- when it first stood where it stands
    SELECT
        state.period,
        state.area_code,
        state.project,
        state.day,
        state.progress,
        min(task.reported_on) AS reached_on
    FROM state
    JOIN task
        ON task.area_code = state.area_code
        AND task.project = state.project
        AND task.progress >= state.progress
        AND task.reported_on <= state.day
    GROUP BY ALL
)

SELECT
    since.period,
    since.area_code,
    since.project AS unit,
    since.project AS key,
    since.reached_on AS since,
    NULL::DATE AS due,
    strftime(since.reached_on, '%Y-%m') || '到了' || since.progress::INTEGER || '%，此后没有进展' AS detail
FROM since
JOIN rules.follow_up_days AS rule
    ON rule.matter = 'reform_stalled'
    AND rule.valid_from <= since.day
    AND (rule.valid_to IS NULL OR since.day < rule.valid_to)
WHERE since.progress < 100
    AND since.day - since.reached_on > rule.days
