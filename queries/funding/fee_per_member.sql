/*
title       = { zh = "人均月交团费", en = "Fee per paying member and month" }
why         = "交了的人平均每月交多少。"
numerator   = "当月交纳金额之和（元）"
denominator = "已交团费的团员人月数"
unit        = "yuan"
better      = "neither"
over_time   = "sum"
source      = "智慧团建 → 团费统计；团费收缴、使用和管理的规定，中青发〔2016〕13号"
owner       = "团县委办公室"
reviewed    = 2026-11-22
order       = 452
pages       = { funding = 452, fees = 3 }
caveat      = "学生每月0.2元，有收入的按收入分档，所以各单位不一样。"
*/
SELECT
    area_code,
    month AS period,
    org_name AS unit,
    amount AS numerator,
    paid AS denominator,
    coalesce(list_contains(_at_least, 'amount'), false) AS lower_bound,
    coalesce(list_contains(_at_least, 'paid'), false) AS denominator_lower_bound
FROM league_fee
WHERE amount IS NOT NULL
