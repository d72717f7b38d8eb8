/*
title       = { zh = "积分达标率", en = "Pupils whose points pass" }
why         = "积分册里有多少学生达到了及格线，才好说推荐谁。"
numerator   = "截至月末，一个阶段的积分（封顶后）达到及格线的学生人数"
denominator = "截至月末12个月里，这个阶段有积分的学生人数"
unit        = "percent"
better      = "higher"
over_time   = "last"
by          = { stage = "阶段" }
members     = { 1 = "第一阶段（学生积分）", 2 = "第二阶段（入团积极分子积分）" }
source      = "学校积分册 → 积分台账；江阴市“双积双评”积分入团，2021；规则表“积分项目的封顶分”、规则表“积分及格线”"
owner       = "团县委学少部"
reviewed    = 2026-11-22
order       = 611
suppress    = true
pages       = {}
optional    = ["points.self_checked", "points.peer_checked", "points.counsellor_checked", "points.committee_checked"]
caveat      = "80分的及格线是借用别处的配置，江阴市没有公布。积分从这个阶段第一笔加起；12个月没有新积分的学生不再算。两个阶段合在一起时，一人在两个阶段算两次。审核打了×的积分不算，还没审的先算。"
*/
WITH entry AS (
    SELECT
        area_code,
        _county,
        person,
        stage,
        kind,
        item,
        on_date,
        points,
        coalesce(list_contains(_at_least, 'points'), false) AS lower_bound
    FROM points
    WHERE person IS NOT NULL
        AND coalesce(self_checked AND peer_checked AND counsellor_checked AND committee_checked, true)    -- no check refused it
),

month AS (
    SELECT
        span.county_code,
        calendar.period,
        calendar.last_day
    FROM (
        SELECT county_code, min(period) AS first_month, max(period) AS last_month
        FROM dated
        WHERE dataset = 'points'
        GROUP BY county_code
    ) AS span
    JOIN calendar ON calendar.period BETWEEN span.first_month AND span.last_month
),

per_item AS (
    SELECT
        month.county_code,
        month.period,
        month.last_day,
        entry.person,
        entry.stage,
        entry.kind,
        entry.item,
        sum(entry.points) AS points,
        bool_or(entry.lower_bound) AS lower_bound,
        max(entry.on_date) AS last_date,
        arg_max(entry.area_code, entry.on_date) AS area_code
    FROM month
    JOIN entry
        ON entry._county = month.county_code
        AND entry.on_date <= month.last_day
    GROUP BY ALL
),

capped AS (
    SELECT
        per_item.*,
        (
            SELECT arg_max(cap, coalesce(length(area), 0))
            FROM rules.points_item AS rule
            WHERE rule.stage = per_item.stage
                AND rule.kind = per_item.kind
                AND rule.item = per_item.item
                AND starts_with(per_item.county_code, coalesce(rule.area, ''))
                AND rule.valid_from <= per_item.last_day
                AND (rule.valid_to IS NULL OR rule.valid_to > per_item.last_day)
        ) AS cap
    FROM per_item
),

pupil AS (
    SELECT
        county_code,
        period,
        last_day,
        person,
        stage,
        sum(least(points, coalesce(cap, points))) AS points,
        bool_or(lower_bound) AS lower_bound,
        arg_max(area_code, last_date) AS area_code
    FROM capped
    GROUP BY ALL
    HAVING max(last_date) >= period - INTERVAL 11 MONTH
),

judged AS (
    SELECT
        pupil.*,
        (
            SELECT arg_max(minimum, coalesce(length(area), 0))
            FROM rules.points_pass AS rule
            WHERE rule.stage = pupil.stage
                AND starts_with(pupil.county_code, coalesce(rule.area, ''))
                AND rule.valid_from <= pupil.last_day
                AND (rule.valid_to IS NULL OR rule.valid_to > pupil.last_day)
        ) AS minimum
    FROM pupil
)

SELECT
    area_code,
    period,
    person AS unit,
    stage,
    (points >= minimum)::INTEGER AS numerator,
    1 AS denominator,
    lower_bound AND points < minimum AS lower_bound           -- "at least so much" may be enough
FROM judged
WHERE minimum IS NOT NULL                                    -- without a line nobody passes or fails
