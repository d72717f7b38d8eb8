/*
title       = { zh = "清单按时完成率", en = "List items done in time" }
why         = "到了时限的事按时办完了多少。"
numerator   = "其中在时限当天或以前办完的件数"
denominator = "时限在这段时间里、名册日期前到期的件数"
unit        = "percent"
better      = "higher"
over_time   = "sum"
target      = 100
by          = { list = "清单" }
source      = "温岭市：乡镇团委书记“三张清单”管理，2020"
owner       = "团县委改革办"
reviewed    = 2026-11-22
order       = 721
pages       = { checklists = 1 }
caveat      = "只看名册当年和前两年到期的事。没写哪天完成的，不算按时。"
*/
SELECT
    checklist.area_code,
    date_trunc('month', checklist.due_on)::DATE AS period,
    checklist.item AS unit,
    checklist.list,
    coalesce(checklist.done_on <= checklist.due_on, false)::INTEGER AS numerator,
    1 AS denominator
FROM checklist
WHERE checklist.due_on <= checklist._as_of                   -- what is not due yet cannot be late
    AND checklist.due_on >= date_trunc('year', checklist._as_of) - INTERVAL 2 YEAR
