/*
title    = { zh = "少代会逾期未召开", en = "Pioneer congresses overdue" }
why      = "县级少代会三年一次，学校每学年一次，过期的点名。"
source   = "惠水县公布的做法，2023"
owner    = "团县委学少部"
reviewed = 2026-11-22
order    = 524
pages    = { pioneers = 1 }
severity = "warn"
cure     = "催学校本学期召开；已经开过的，在换届台账里补登记。"
*/
WITH congress AS (
    SELECT
        period,
        area_code,
        name,
        body,
        day,
        max(started_on) AS held_on,
        max(due_on) AS due_on
    FROM term_month
    WHERE is_congress
    GROUP BY ALL
)

SELECT
    period,
    area_code,
    name AS unit,
    body || ' ' || name AS key,
    due_on + 1 AS since,
    due_on AS due,
    coalesce('上一次是' || held_on || '，' || due_on || '应当再开', '没有召开过的记录') AS detail
FROM congress
WHERE coalesce(due_on < day, true)
