/*
title       = { zh = "经费收入", en = "Funding received" }
called      = ["经费收入", "工作经费收入", "专项经费收入", "经费收入合计", "共青团工作经费收入", "团的经费收入", "经费收入额", "收入经费"]
why         = "收到了多少钱，从哪来、给什么用。"
numerator   = "经费台账里的收入之和（元）"
unit        = "yuan"
better      = "neither"
over_time   = "sum"
by          = { source = "资金来源", purpose = "用途" }
source      = "团县委经费台账；团费收缴、使用和管理的规定，中青发〔2016〕13号"
owner       = "团县委办公室"
reviewed    = 2026-11-22
order       = 400
pages       = { funding = 400, aid = 5, fairness = 400 }
caveat      = "资助发放另看资助台账，两本账不能相加。台账写“余”的，数是下限。没写来源或用途的只进总数。"
*/
SELECT
    area_code,
    date_trunc('month', paid_on)::DATE AS period,
    project AS unit,
    source,                                                  -- fiscal, fees, hope, donation, superior or as written
    purpose,                                                 -- pioneers, league, volunteering, youth_home ... or as written
    received AS numerator,
    NULL::INTEGER AS denominator,
    coalesce(list_contains(_at_least, 'received'), false) AS lower_bound    -- 1.28余万元
FROM funding
WHERE received IS NOT NULL
