/*
title       = { zh = "辅导员持证率", en = "Counsellors with a certificate" }
why         = "辅导员先培训、取得合格证书再上岗。"
numerator   = "持有培训合格证书的辅导员岗位数"
denominator = "写明是否持证的辅导员岗位数"
unit        = "percent"
better      = "higher"
over_time   = "last"
target      = 100
by          = { kind = "辅导员类别" }
source      = "少先队辅导员管理办法，2023"
owner       = "团县委学少部"
reviewed    = 2026-11-22
order       = 512
pages       = { pioneers = 5 }
caveat      = "没写的不算持证，也不算没有。"
*/
SELECT
    area_code,
    period,
    coalesce(unit_id, kind) AS unit,
    kind,
    is_certified::INTEGER AS numerator,
    1 AS denominator
FROM counsellor_monthly
WHERE kind NOT LIKE 'studio%'
    AND is_certified IS NOT NULL                             -- not written is not 'no'
