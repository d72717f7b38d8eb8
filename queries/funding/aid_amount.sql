/*
title       = { zh = "资助金额", en = "Aid amount" }
called      = ["资助资金", "资助额", "资助款", "资助青少年金额", "资助经费", "发放资助金额", "发放资助资金", "资助总额", "资助资金总额"]
why         = "帮困助学发出去多少钱。"
numerator   = "资助台账里的金额之和（元）"
unit        = "yuan"
better      = "higher"
over_time   = "sum"
by          = { project = "资助项目" }
source      = "希望工程、春晖助学等项目发放表"
owner       = "团县委青年发展部"
reviewed    = 2026-11-22
order       = 420
pages       = { funding = 420, aid = 1, overview = 5, fairness = 420 }
caveat      = "写“余”的是下限。和经费台账可能是同一笔钱，不能相加。"
*/
SELECT
    area_code,
    date_trunc('month', paid_on)::DATE AS period,
    project AS unit,
    project,
    amount AS numerator,
    NULL::INTEGER AS denominator,
    coalesce(list_contains(_at_least, 'amount'), false) AS lower_bound    -- 56余万元
FROM aid
WHERE amount IS NOT NULL
