/*
title       = { zh = "志愿服务时长", en = "Volunteer hours" }
called      = ["志愿服务时数", "志愿服务小时数", "志愿服务工时", "青年志愿服务时长", "志愿服务活动时长", "志愿者服务时长", "志愿服务累计时长", "累计志愿服务时长"]
why         = "服务了多少小时。签到的和补录的分开看，补录多了要问一问。"
numerator   = "已生效记录的服务时长之和（小时）"
unit        = "hour"
better      = "higher"
over_time   = "sum"
reaches     = "0 days"
by          = { hours_kind = "时长类型" }
source      = "志愿汇（信用时数、荣誉时数）；志愿服务记录与证明出具办法（试行），民政部令第67号，2020"
owner       = "团县委青年发展部"
reviewed    = 2026-11-22
order       = 340
caveat      = "时长类型：信用时数是签到签退的，荣誉时数是手工补录的；没写的只进总数。场次台账写的时长按原数计，不乘人次。小时不是学时。"
*/
SELECT
    area_code,
    date_trunc('month', served_on)::DATE AS period,
    coalesce(team, project) AS unit,
    hours_kind,
    sum(hours) AS numerator,
    NULL::INTEGER AS denominator,
    bool_or(coalesce(list_contains(_at_least, 'hours'), false)) AS lower_bound
FROM volunteer_service
WHERE status = 'effective'
    AND hours IS NOT NULL                                    -- no hours written is unknown, not 0
GROUP BY ALL
