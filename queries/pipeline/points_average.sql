/*
title       = { zh = "人均计分", en = "Points that count per pupil" }
why         = "一段时间里得分的学生，平均每人得了多少能计入的分。哪一阶段、哪一类积分少，就是哪一类活动办得少。"
numerator   = "一段时间里得到的、封顶以内的积分之和"
denominator = "一段时间里有积分的学生人数（按人去重）"
unit        = "ratio"
better      = "higher"
over_time   = { numerator = "sum", denominator = "distinct" }
by          = { stage = "阶段", kind = "积分类别", item = "项目" }
members     = { 1 = "第一阶段（学生积分）", 2 = "第二阶段（入团积极分子积分）" }
source      = "学校积分册 → 积分台账；江阴市“双积双评”积分入团，2021；规则表“积分项目的封顶分”"
owner       = "团县委学少部"
reviewed    = 2026-11-22
order       = 610
suppress    = true
pages       = {}
optional    = ["points.self_checked", "points.peer_checked", "points.counsellor_checked", "points.committee_checked"]
caveat      = "一个项目到了封顶分，后面的就不再计；各月相加正好是封顶后的总分。审核打了×的不算，还没审的先算。封顶分是配置，不是公布的。人数按人和阶段数：一年里从第一阶段走到第二阶段的学生算两次。"
*/
WITH entry AS (
    SELECT
        area_code,
        person,
        stage,
        kind,
        item,
        on_date,
        _county,
        points,
        coalesce(list_contains(_at_least, 'points'), false) AS lower_bound,
        sum(points) OVER (PARTITION BY person, stage, kind, item ORDER BY on_date, _batch, _line) AS so_far
    FROM points
    WHERE person IS NOT NULL
        AND coalesce(self_checked AND peer_checked AND counsellor_checked AND committee_checked, true)    -- no check refused it
),

capped AS (
    SELECT
        entry.*,
        (
            SELECT arg_max(cap, coalesce(length(area), 0))
            FROM rules.points_item AS rule
            WHERE rule.stage = entry.stage
                AND rule.kind = entry.kind
                AND rule.item = entry.item
                AND starts_with(entry._county, coalesce(rule.area, ''))
                AND rule.valid_from <= entry.on_date
                AND (rule.valid_to IS NULL OR rule.valid_to > entry.on_date)
        ) AS cap
    FROM entry
)

SELECT
    area_code,
    date_trunc('month', on_date)::DATE AS period,
    person || ' ' || stage AS unit,
    stage,
    kind,
    item,
    sum(least(so_far, coalesce(cap, so_far)) - least(so_far - points, coalesce(cap, so_far - points))) AS numerator,
    1 AS denominator,
    bool_or(lower_bound) AS lower_bound
FROM capped
GROUP BY ALL
