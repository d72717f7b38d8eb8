/*
title       = { zh = "人均资助金额", en = "Aid per beneficiary" }
called      = ["人均受助金额"]
why         = "平均每个受助人得到多少钱。只拿写明人数的批次来除，不然钱多人少，算出来偏高。"
numerator   = "写明受助人数的批次的金额（元）"
denominator = "这些批次的受助人数"
unit        = "yuan"
better      = "neither"
over_time   = "sum"
source      = "希望工程、春晖助学等项目发放表"
owner       = "团县委青年发展部"
reviewed    = 2026-11-22
order       = 440
suppress    = true
pages       = { funding = 440, aid = 4 }
caveat      = "只写人次的批次，钱和人都不进来，所以分子可能小于资助金额。是人均，不是次均。人数写作“余”的，除出来的既不是至少也不是至多，不给出。"
*/
SELECT
    area_code,
    date_trunc('month', paid_on)::DATE AS period,
    project AS unit,
    amount AS numerator,
    beneficiaries AS denominator,
    coalesce(list_contains(_at_least, 'amount'), false) AS lower_bound,   -- 56余万元 for 455 people
    coalesce(list_contains(_at_least, 'beneficiaries'), false) AS denominator_lower_bound
FROM aid
WHERE beneficiaries > 0
