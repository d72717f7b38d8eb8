/*
title     = { zh = "清单张数", en = "Lists in use" }
why       = "用了几张清单。"
numerator = "月末有在册事项的不同清单数"
unit      = "count"
better    = "neither"
over_time = "distinct"
source    = "温岭市：乡镇团委书记“三张清单”管理，2020"
owner     = "团县委改革办"
reviewed  = 2026-11-22
order     = 720
pages     = { checklists = 2 }
caveat    = "三张清单的名称没有公布，这里用任务、责任、问题整改。"
*/
SELECT
    area_code,
    period,
    list AS unit,
    1 AS numerator,
    NULL::INTEGER AS denominator
FROM checklist_monthly
WHERE list IN ('task', 'duty', 'problem')
GROUP BY ALL
