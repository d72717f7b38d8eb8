/*
title     = { zh = "团费收入", en = "League fees" }
called    = ["团费收缴金额", "收缴团费", "团费收缴额", "交纳团费金额", "缴纳团费金额", "团费金额", "团费收入金额", "收缴团费金额", "团费"]
why       = "收了多少团费。"
numerator = "当月交纳金额之和（元）"
unit      = "yuan"
better    = "higher"
over_time = "sum"
source    = "智慧团建 → 团费统计；团费收缴、使用和管理的规定，中青发〔2016〕13号"
owner     = "团县委办公室"
reviewed  = 2026-11-22
order     = 451
pages     = { funding = 451, fees = 2 }
*/
SELECT
    area_code,
    month AS period,
    org_name AS unit,
    amount AS numerator,
    NULL::INTEGER AS denominator,
    coalesce(list_contains(_at_least, 'amount'), false) AS lower_bound
FROM league_fee
WHERE amount IS NOT NULL
