/*
title     = { zh = "尚未换届的组织数", en = "Organisations not yet re-elected" }
why       = "按最近一份台账，多少组织正常、快到期、到期没换、批准延期、延期超限、没有记录。"
numerator = "月末还没有完成换届的组织数"
unit      = "count"
better    = "neither"
over_time = "last"
by        = { state = "届期状态" }
members   = { normal = "正常", due_soon = "即将届满（90天内）", overdue = "届满未换", extended = "批准延期中", extension_over = "延期超限", no_record = "没有记录" }
source    = "中国共产主义青年团章程，2023；基层组织选举工作条例，中青发〔2025〕1号"
owner     = "团县委组织部"
reviewed  = 2026-11-22
order     = 132
pages     = { terms = 3 }
caveat    = "按台账的日期判断，台账以后的变化要等下一份。延期要有批复文号才算批准：支部最长6个月，其他最长1年。"
*/
SELECT
    term.area_code,
    term.period,
    term.name AS unit,
    CASE
        WHEN term.due_on IS NULL THEN 'no_record'
        WHEN term.due_on - term.due_soon_days::INTEGER > term.day THEN 'normal'
        WHEN term.due_on >= term.day THEN 'due_soon'
        WHEN term.approval IS NULL OR term.extended_to IS NULL THEN 'overdue'
        WHEN term.extended_to <= term.due_on + to_months(term.extension_months::INTEGER)
            AND term.extended_to >= term.day THEN 'extended'
        ELSE 'extension_over'
    END AS state,
    1 AS numerator,
    NULL::INTEGER AS denominator
FROM term_month AS term
WHERE NOT term.is_congress
    AND (term.started_on IS NULL OR term.started_on <= term.day)
    AND (term.held_on IS NULL OR term.held_on > term.day)    -- re-elected: the next term speaks
