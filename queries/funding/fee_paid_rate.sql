/*
title       = { zh = "团费收缴率", en = "League fees paid" }
called      = ["团费缴纳率", "团费交纳率", "团费收缴比例"]
why         = "应交团费的团员，交了多少。"
numerator   = "已交团费的团员人月数"
denominator = "应交团费的团员人月数"
unit        = "percent"
better      = "higher"
over_time   = "sum"
target      = 100
source      = "智慧团建 → 团费统计；团费收缴、使用和管理的规定，中青发〔2016〕13号"
owner       = "团县委办公室"
reviewed    = 2026-11-22
order       = 450
pages       = { funding = 450, fees = 1 }
caveat      = "树形导出只加最下面一层，上级行不重复算。"
*/
SELECT
    area_code,
    month AS period,
    org_name AS unit,
    paid AS numerator,
    due AS denominator,
    coalesce(list_contains(_at_least, 'paid'), false) AS lower_bound,
    coalesce(list_contains(_at_least, 'due'), false) AS denominator_lower_bound
FROM league_fee
