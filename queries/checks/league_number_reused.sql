/*
title    = { zh = "发展团员编号重号", en = "League numbers used twice" }
why      = "一个编号只给一个人。两个人用一个号，有一个没有按计划发展，或者录错了。"
source   = "智慧团建：发展团员编号一人一号；发展团员工作细则（中青发〔2023〕13号）"
owner    = "团县委组织部"
reviewed = 2026-11-29
order    = 981
doubts   = "pipeline_event"
severity = "error"
cure     = "按编号使用登记核对是谁的号；录错的改正，冒用的报团县委组织部。"
caveat   = "只存编号的前四位、位数和密钥散列，比的是散列。有的表用证件号认人、有的只有姓名和学校，这样的两个人可能是一个人，不比。先入团的不算存疑。只报人数。"
*/
WITH numbered AS (
    SELECT
        event.league_no,
        event.person,
        left(event.person, 1) AS told_by,                    -- by a number, or by name and school
        min(event._county) AS county_code,
        arg_min(event.area_code, event.on_date) AS area_code,
        arg_min(event.branch, event.on_date) AS branch,
        coalesce(min(event.on_date) FILTER (event.step IN ('meeting', 'approve')), min(event.on_date)) AS on_date,
        list({ 'batch': event._batch, 'line': event._line }) AS rows
    FROM pipeline_event AS event
    WHERE event.league_no IS NOT NULL
        AND event.person <> 's' || split_part(event.league_no, '/', 3)    -- who is known by this very number
    GROUP BY event.league_no, event.person
),

again AS (                                                   -- everybody but the first of each number
    SELECT *
    FROM numbered
    QUALIFY row_number() OVER (PARTITION BY league_no, told_by ORDER BY on_date, person) > 1
)

SELECT
    month.period,
    again.area_code,
    CASE WHEN area.level = 'school' THEN area.name ELSE coalesce(again.branch, area.name) END AS unit,
    CASE WHEN area.level = 'school' THEN area.area_code ELSE coalesce(again.branch, area.area_code) END AS key,
    min(again.on_date) AS since,
    NULL::DATE AS due,
    count(*) || '人的发展团员编号是别人用过的' AS detail,
    list_distinct(flatten(list(again.rows))) AS doubtful
FROM again
JOIN area ON area.area_code = again.area_code
JOIN month_end AS month
    ON month.area_code = again.county_code
    AND again.on_date <= month.last_day
GROUP BY month.period, again.area_code, unit, key
