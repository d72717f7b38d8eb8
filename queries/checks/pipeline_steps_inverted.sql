/*
title    = { zh = "漏斗倒挂", en = "Later steps with more people than earlier ones" }
why      = "走到后一步的人都走过前一步。后一步的人反而多，前一步的记录不全，或者后一步是凑的。"
source   = "发展团员工作细则（中青发〔2023〕13号）；发展党员工作细则；DHIS2数据质量指南：负的流失率"
owner    = "团县委组织部"
reviewed = 2026-11-29
order    = 980
doubts   = "pipeline_event"
severity = "warn"
cure     = "对照档案补录前一步；没有走过前一步的，后一步的记录撤下。"
caveat   = "按学校（没有学校的按乡镇）从头累计到看的那个月。前一步一个也没报过的看不出来；前一步开始报以前走的不看。存疑的是没有前一步的人。"
*/
WITH pair AS (
    SELECT *
    FROM (
        VALUES
            ('apply', 'activist', '提交入团申请', '入团积极分子'),
            ('activist', 'target', '入团积极分子', '发展对象'),
            ('target', 'meeting', '发展对象', '支部大会通过'),
            ('meeting', 'approve', '支部大会通过', '审批通过'),
            ('party_apply', 'party_activist', '提交入党申请', '入党积极分子'),
            ('party_activist', 'party_target', '入党积极分子', '党的发展对象'),
            ('party_target', 'probationary', '党的发展对象', '预备党员'),
            ('probationary', 'full_member', '预备党员', '转正')
    ) AS pair(before, after, before_title, after_title)
),

taken AS (
    SELECT
        area_code,
        _county AS county_code,
        person,
        step,
        min(on_date) AS on_date,
        arg_min({ 'batch': _batch, 'line': _line }, on_date) AS row
    FROM pipeline_step
    GROUP BY ALL
),

begun AS (
    SELECT area_code, step, min(on_date) AS on_date
    FROM taken
    GROUP BY ALL
),

twin AS (
    SELECT
        later.area_code,
        later.county_code,
        pair.before,
        pair.after,
        pair.before_title,
        pair.after_title,
        later.on_date,
        later.row,
        earlier.person IS NULL AS is_lacking
    FROM pair
    JOIN taken AS later ON later.step = pair.after
    JOIN begun
        ON begun.area_code = later.area_code
        AND begun.step = pair.before
        AND begun.on_date <= later.on_date
    LEFT JOIN taken AS earlier                               -- wherever they took it
        ON earlier.person = later.person
        AND earlier.step = pair.before
),

monthly AS (
    SELECT
        month.period,
        twin.area_code,
        twin.county_code,
        twin.before,
        twin.after,
        twin.before_title,
        twin.after_title,
        count(*) AS later,
        count(*) FILTER (twin.is_lacking) AS lacking,
        min(twin.on_date) FILTER (twin.is_lacking) AS since,
        list(twin.row) FILTER (twin.is_lacking) AS rows,
        any_value(month.last_day) AS last_day
    FROM twin
    JOIN month_end AS month
        ON month.area_code = twin.county_code
        AND twin.on_date <= month.last_day
    GROUP BY month.period, twin.area_code, twin.county_code, twin.before, twin.after, twin.before_title, twin.after_title
    HAVING lacking > 0
),

counted AS (
    SELECT
        monthly.period,
        monthly.area_code,
        monthly.after,
        count(*) AS earlier
    FROM monthly
    JOIN taken
        ON taken.area_code = monthly.area_code
        AND taken.step = monthly.before
        AND taken.on_date <= monthly.last_day
    GROUP BY ALL
)

SELECT
    monthly.period,
    monthly.area_code,
    area.name AS unit,
    monthly.after AS key,
    monthly.since,
    NULL::DATE AS due,
    monthly.after_title || monthly.later || '人，' || monthly.before_title || '只有' || counted.earlier || '人；'
        || monthly.lacking || '人没有前一步的记录' AS detail,
    monthly.rows AS doubtful
FROM monthly
JOIN counted
    ON counted.period = monthly.period
    AND counted.area_code = monthly.area_code
    AND counted.after = monthly.after
JOIN area ON area.area_code = monthly.area_code
WHERE monthly.later > counted.earlier
