/*
title    = { zh = "连续三个月人次一样", en = "The same figure three months in a row" }
why      = "人次天天在变，一个乡镇连着三个月报一模一样的数，多半是照抄上月。"
source   = "青年之家云平台 → 活动管理（参与人次）；连续三个月为本系统的口径"
owner    = "团县委青年发展部"
reviewed = 2026-11-22
order    = 950
doubts   = "youth_home_event"
severity = "warn"
cure     = "请乡镇拿出这几个月的签到表；照抄的，按实数重报。"
caveat   = "按乡镇每月青年之家活动人次的合计看；中间隔了没报的月份，不算连续。"
*/
WITH monthly AS (
    SELECT
        township,
        _county,
        date_trunc('month', held_on)::DATE AS period,
        sum(person_times) AS person_times,
        list({ 'batch': _batch, 'line': _line }) AS rows
    FROM youth_home_event
    WHERE township IS NOT NULL
        AND person_times > 0
    GROUP BY ALL
),

run AS (                                                     -- months of one figure that follow each other share a number
    SELECT
        *,
        12 * year(period) + month(period)
            - row_number() OVER (PARTITION BY township, person_times ORDER BY period) AS number
    FROM monthly
)

SELECT
    month.period,
    run.township AS area_code,
    '青年之家活动人次' AS unit,
    strftime(min(run.period), '%Y-%m') AS key,
    min(run.period) AS since,
    NULL::DATE AS due,
    strftime(min(run.period), '%Y-%m') || '至' || strftime(max(run.period), '%Y-%m') || '连续' || count(*) || '个月都是'
        || run.person_times || '人次' AS detail,
    flatten(list(run.rows ORDER BY run.period)[2:]) AS doubtful    -- the first of them may be true: the others are its copies
FROM run
JOIN month_end AS month
    ON month.area_code = run._county
    AND month.period >= run.period
GROUP BY month.period, run.township, run.person_times, run.number
HAVING count(*) >= 3
