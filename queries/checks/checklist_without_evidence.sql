/*
title    = { zh = "已办结无佐证事项", en = "Items done without evidence" }
why      = "写了办完，没有写凭什么说办完。"
source   = "温岭市：乡镇团委书记“三张清单”管理，2020"
owner    = "团县委改革办"
reviewed = 2026-11-22
order    = 723
pages    = { checklists = 2 }
doubts   = "checklist"
severity = "warn"
cure     = "补上文件、照片或记录的名称。"
*/
SELECT
    period,
    area_code,
    item AS unit,
    list || ' ' || item AS key,
    done_on AS since,
    NULL::DATE AS due,
    '写了已完成，没有佐证材料' AS detail,
    [{ 'batch': _batch, 'line': _line }] AS doubtful
FROM checklist_monthly
WHERE state = 'done'
    AND evidence IS NULL
