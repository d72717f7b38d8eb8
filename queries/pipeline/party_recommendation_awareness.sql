/*
title       = { zh = "推优知晓率", en = "Awareness of recommendation" }
why         = "团员知不知道入党可以由团组织推荐。知道的人少，就谈不上推优。"
numerator   = "问卷里知道推优入党的人数"
denominator = "答卷人数"
unit        = "percent"
better      = "higher"
over_time   = "sum"
by          = { field = "领域" }
source      = "问卷平台 → 统计结果导出；江阴市共青团推优入党工程：知晓率、覆盖率，2021"
owner       = "团县委组织部"
reviewed    = 2026-11-22
order       = 644
pages       = {}
caveat      = "没做过问卷的没有数，不是0。同一个人答几次算几次。问卷不是随机抽样，说的是答卷的人。"
*/
SELECT
    area_code,
    date_trunc('month', on_date)::DATE AS period,
    survey AS unit,
    field,
    positive AS numerator,
    respondents AS denominator,
    coalesce(list_contains(_at_least, 'positive'), false) AS lower_bound,
    coalesce(list_contains(_at_least, 'respondents'), false) AS denominator_lower_bound
FROM survey
WHERE topic = 'recommendation_awareness'
    AND positive IS NOT NULL
    AND respondents > 0
