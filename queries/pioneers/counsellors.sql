/*
title     = { zh = "少先队辅导员数", en = "Pioneer counsellors" }
called    = ["少先队辅导员", "辅导员数", "少先队辅导员人数"]
why       = "总辅导员、大队、中队、小队、校外辅导员各有多少。"
numerator = "月末在册的辅导员岗位数（一人两岗算两个）"
unit      = "person"
better    = "higher"
over_time = "last"
by        = { kind = "辅导员类别" }
source    = "县少工委 → 辅导员登记表；少先队辅导员管理办法，2023"
owner     = "团县委学少部"
reviewed  = 2026-11-22
order     = 510
pages     = { pioneers = 6 }
caveat    = "2023年的管理办法只有总、大队、中队、校外四类，小队辅导员是地方自己设的。"
*/
SELECT
    area_code,
    period,
    coalesce(unit_id, kind) AS unit,
    kind,                                                    -- chief, brigade, squadron, squad, off_campus
    1 AS numerator,
    NULL::INTEGER AS denominator
FROM counsellor_monthly
WHERE kind NOT LIKE 'studio%'                                -- a studio's people are counsellors elsewhere already
