/*
title    = { zh = "清单事项", en = "Items of the lists" }
why      = "每张清单上的每件事：谁办、哪天前、办完没有、凭什么说办完。"
columns  = { area_code = "责任单位", list = "清单", item = "事项", due_on = "时限", done_on = "完成日期", state = "状态", evidence = "佐证材料" }
source   = "温岭市：乡镇团委书记“三张清单”管理，2020"
owner    = "团县委改革办"
reviewed = 2026-11-22
order    = 724
*/
SELECT area_code, list, item, due_on, done_on, state, evidence
FROM checklist
ORDER BY area_code, list, due_on, item
