/*
title    = { zh = "清单事项超期", en = "List items overdue" }
why      = "到了时限还没办完的事，按责任乡镇列出来。"
source   = "温岭市：乡镇团委书记“三张清单”管理，2020"
owner    = "团县委改革办"
reviewed = 2026-11-22
order    = 722
pages    = { checklists = 1 }
severity = "warn"
cure     = "请责任乡镇说明原因，重新定时限。"
*/
SELECT
    period,
    area_code,
    item AS unit,
    list || ' ' || item AS key,
    due_on + 1 AS since,
    due_on AS due,
    '应在' || due_on || '前办完，到' || _as_of || '已超' || (_as_of - due_on) || '天' AS detail
FROM checklist_monthly
WHERE state <> 'done'
    AND due_on < _as_of                                      -- what was done since the list was made is not known
