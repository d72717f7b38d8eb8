/*
title    = { zh = "应报未报或突然没有记录", en = "Not reported, or reported and suddenly without a row" }
why      = "没报不等于没有。以前按月报、最近一个月没报的县，和前三个月都有服务、这个月一条也没有的乡镇，先问一声。"
source   = "本系统的导入记录"
owner    = "团县委办公室"
reviewed = 2026-11-22
order    = 960
severity = "warn"
cure     = "催报并导入；确实没有活动的，说明后不用处理。名册请重新导出一份。"
caveat   = "看的是所选月份的月末。四分之三以上的月份都报过的才算按月报的；报了没有活动（零报告）的算报了；名册看有没有超过一年没更新。"
*/
WITH habit AS (                                              -- how often a county has reported, up to a month
    SELECT
        month.area_code AS county_code,
        month.period,
        told.dataset,
        max(told.period) AS last_month,
        count(*) AS months,
        1 + date_diff('month', min(told.period), max(told.period)) AS span
    FROM month_end AS month
    JOIN dated AS told
        ON told.county_code = month.area_code
        AND told.period <= month.period
    GROUP BY ALL
),

served AS (
    SELECT DISTINCT
        _county AS county_code,
        township,
        date_trunc('month', served_on)::DATE AS period
    FROM volunteer_service
    WHERE township IS NOT NULL
)

SELECT
    habit.period,
    habit.county_code AS area_code,
    dataset.title AS unit,
    habit.dataset AS key,
    CASE WHEN dataset.is_list THEN habit.last_month + INTERVAL 13 MONTH ELSE habit.last_month + INTERVAL 1 MONTH END::DATE AS since,
    NULL::DATE AS due,
    CASE WHEN dataset.is_list THEN '最近一份是' || strftime(habit.last_month, '%Y-%m') || '的，超过一年没有更新'
        ELSE '只报到' || strftime(habit.last_month, '%Y-%m') || '，' || strftime(habit.period, '%Y-%m') || '没有报'
    END AS detail
FROM habit
JOIN dataset ON dataset.dataset = habit.dataset
ANTI JOIN reported                                           -- a month reported without a row is reported
    ON NOT dataset.is_list
    AND reported.dataset = habit.dataset
    AND reported.county_code = habit.county_code
    AND reported.period = habit.period
WHERE (
        NOT dataset.is_list
        AND habit.last_month < habit.period
        AND habit.months >= 3
        AND habit.months >= 0.75 * habit.span
    )
    OR (dataset.is_list AND habit.last_month < habit.period - INTERVAL 12 MONTH)
UNION ALL
SELECT
    month.period,
    served.township AS area_code,
    dataset.title AS unit,
    dataset.dataset AS key,
    (max(served.period) + INTERVAL 1 MONTH)::DATE AS since,
    NULL::DATE AS due,
    '前三个月有记录，' || strftime(month.period, '%Y-%m') || '一条也没有' AS detail
FROM served
JOIN reported AS month                                       -- where the whole county is silent, the county is asked
    ON month.dataset = 'volunteer_service'
    AND month.county_code = served.county_code
    AND month.period >= served.period
JOIN dataset ON dataset.dataset = month.dataset
GROUP BY month.period, served.township, dataset.dataset, dataset.title
HAVING max(served.period) < month.period
    AND max(served.period) >= month.period - INTERVAL 3 MONTH
