/*
title    = { zh = "该报没报", en = "Reports that are missing" }
why      = "没报不等于没有。以前按月报、最近一个月没报的县，和前三个月都有服务、这个月一条也没有的乡镇，先问一声。"
source   = "本系统的导入记录"
owner    = "团县委办公室"
reviewed = 2026-11-22
order    = 960
severity = "warn"
cure     = "催报并导入；确实没有活动的，说明后不用处理。名册请重新导出一份。"
caveat   = "最近一个月，是本县任何一样数据的最后一个月。四分之三以上的月份都报过的才算按月报的；名册看有没有超过一年没更新。"
*/
WITH latest AS (
    SELECT
        county_code,
        max(period) AS period
    FROM dated
    GROUP BY county_code
),

habit AS (
    SELECT
        county_code,
        dataset,
        kind,
        max(period) AS last_month,
        max(last_date) AS last_date,
        count(*) AS months,
        1 + date_diff('month', min(period), max(period)) AS span
    FROM dated
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
    habit.county_code AS area_code,
    CASE habit.dataset
        WHEN 'volunteer_service' THEN '志愿服务记录'
        WHEN 'youth_home_event' THEN '青年之家活动'
        WHEN 'funding' THEN '经费收支台账'
        WHEN 'aid' THEN '资助台账'
        WHEN 'organisation' THEN '团组织名册'
        WHEN 'member_count' THEN '团员数统计'
        WHEN 'volunteer_team' THEN '志愿服务队伍与站点'
        WHEN 'youth_home' THEN '青年之家名录'
        WHEN 'league_fee' THEN '团费收缴统计'
        WHEN 'activity' THEN '学习与活动台账'
        WHEN 'case' THEN '服务青年事项登记'
        WHEN 'reform_task' THEN '改革任务台账'
        WHEN 'term' THEN '换届台账'
        WHEN 'cadre' THEN '团干部名册'
        WHEN 'pioneer_unit' THEN '少先队组织名册'
        WHEN 'counsellor' THEN '少先队辅导员名册'
        WHEN 'talent' THEN '青年人才与服务力量名录'
        WHEN 'checklist' THEN '清单台账'
        WHEN 'branch_rating' THEN '对标定级与述职评议'
        ELSE habit.dataset
    END AS unit,
    CASE habit.kind
        WHEN 'events' THEN '只报到' || strftime(habit.last_month, '%Y-%m') || '，' || strftime(latest.period, '%Y-%m') || '没有报'
        ELSE '最近一份是' || habit.last_date || '的，超过一年没有更新'
    END AS detail
FROM habit
JOIN latest ON latest.county_code = habit.county_code
WHERE (
        habit.kind = 'events'
        AND habit.last_month < latest.period
        AND habit.months >= 3
        AND habit.months >= 0.75 * habit.span
    )
    OR (habit.kind = 'registry' AND habit.last_month < latest.period - INTERVAL 12 MONTH)
UNION ALL
SELECT
    served.township AS area_code,
    '志愿服务记录' AS unit,
    '前三个月有记录，' || strftime(latest.period, '%Y-%m') || '一条也没有' AS detail
FROM served
JOIN latest ON latest.county_code = served.county_code
JOIN reported                                                -- where the whole county is silent, the county is asked
    ON reported.dataset = 'volunteer_service'
    AND reported.county_code = latest.county_code
    AND reported.period = latest.period
GROUP BY served.township, latest.period
HAVING max(served.period) < latest.period
    AND max(served.period) >= latest.period - INTERVAL 3 MONTH
