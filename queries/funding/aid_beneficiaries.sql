/*
title       = { zh = "受助人数", en = "Aid beneficiaries" }
called      = ["资助人数", "资助青少年人数", "受助青少年人数", "受资助人数", "受资助青少年人数", "受助青少年"]
why         = "帮了多少人。"
numerator   = "资助台账里各批受助人数之和"
unit        = "person"
better      = "higher"
over_time   = "sum"
by          = { project = "资助项目" }
source      = "希望工程、春晖助学等项目发放表"
owner       = "团县委青年发展部"
reviewed    = 2026-11-22
order       = 425
suppress    = true
pages       = { funding = 425, aid = 2 }
caveat      = "按各批发放表印的人数相加。台账没有人名，同一个孩子两批都受助会算两次；只写人次的批次不在内，不能拿人次当人。"
*/
SELECT
    area_code,
    date_trunc('month', paid_on)::DATE AS period,
    project AS unit,
    project,
    beneficiaries AS numerator,
    NULL::INTEGER AS denominator,
    coalesce(list_contains(_at_least, 'beneficiaries'), false) AS lower_bound    -- 300多人
FROM aid
WHERE beneficiaries IS NOT NULL
