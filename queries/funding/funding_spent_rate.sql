/*
title       = { zh = "经费支出率", en = "Share of funding spent" }
called      = ["经费执行率", "经费使用率"]
why         = "到账的钱花了多少。"
numerator   = "支出金额之和（元）"
denominator = "到账金额之和（元）"
unit        = "percent"
better      = "neither"
over_time   = "sum"
by          = { purpose = "用途", source = "资金来源" }
source      = "团县委经费台账"
owner       = "团县委办公室"
reviewed    = 2026-11-22
order       = 405
pages       = { funding = 405, aid = 6 }
may_exceed  = true
caveat      = "上年结余今年花的，会超过100%。到账写作“余”的，除出来的既不是至少也不是至多，不给出。从没记过支出的县，不算支出率是0。"
*/
SELECT
    area_code,
    date_trunc('month', paid_on)::DATE AS period,
    project AS unit,
    purpose,
    source,
    coalesce(spent, 0) AS numerator,
    coalesce(received, 0) AS denominator,
    coalesce(list_contains(_at_least, 'spent'), false) AS lower_bound,
    coalesce(list_contains(_at_least, 'received'), false) AS denominator_lower_bound
FROM funding
WHERE _county IN (SELECT _county FROM funding WHERE spent IS NOT NULL)    -- who never books spending has not spent 0
