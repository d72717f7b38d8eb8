/*
title    = { zh = "有团员无团干部的团组织", en = "Organisations with members and no cadre" }
why      = "有组织、有团干、有团员才算数。一名团干也没有，这个组织没有人管。"
source   = "智慧团建 → 无团干团支部名单；中国青年报，2019-05-10：广东两新团组织按“三有”核实"
owner    = "团县委组织部"
reviewed = 2026-11-29
order    = 916
pages    = { emerging = 3 }
doubts   = "organisation"
severity = "warn"
cure     = "有团干没录进系统的补录；确实没有的，尽快选配书记，或并入邻近支部。"
caveat   = "领导机关不列；一名团员也没有的列在空心团组织里。没填团干部人数的不列。"
*/
SELECT
    period,
    area_code,
    name AS unit,
    org_id AS key,
    NULL::DATE AS since,
    NULL::DATE AS due,
    '有' || members || '名团员，团干部是0' AS detail,
    [{ 'batch': _batch, 'line': _line }] AS doubtful
FROM organisation_monthly
WHERE members > 0
    AND cadres = 0
    AND type <> 'leading_body'
    AND NOT coalesce(list_contains(_at_least, 'cadres'), false)
