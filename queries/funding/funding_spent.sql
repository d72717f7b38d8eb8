/*
title       = { zh = "经费支出", en = "Funding spent" }
called      = ["经费支出", "工作经费支出", "专项经费支出", "经费支出合计", "共青团工作经费支出", "团的经费支出", "经费支出额", "支出经费"]
why         = "花了多少钱，用在哪里。"
numerator   = "经费台账里的支出之和（元）"
unit        = "yuan"
better      = "neither"
over_time   = "sum"
by          = { source = "资金来源", purpose = "用途" }
source      = "团县委经费台账；团费收缴、使用和管理的规定，中青发〔2016〕13号"
owner       = "团县委办公室"
reviewed    = 2026-11-22
order       = 405
pages       = { funding = 405, fairness = 405 }
caveat      = "按记账日期，不是按预算年度；同一笔钱可能上一年收、下一年支。没写来源或用途的只进总数。"
*/
SELECT
    area_code,
    date_trunc('month', paid_on)::DATE AS period,
    project AS unit,
    source,                                                  -- fiscal, fees, hope, donation, superior or as written
    purpose,                                                 -- pioneers, league, volunteering, youth_home ... or as written
    spent AS numerator,
    NULL::INTEGER AS denominator,
    coalesce(list_contains(_at_least, 'spent'), false) AS lower_bound    -- 1.28余万元
FROM funding
WHERE spent IS NOT NULL
