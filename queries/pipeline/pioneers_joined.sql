/*
title       = { zh = "新入队少先队员数", en = "New Pioneers" }
called      = ["新入队队员数", "新发展少先队员数", "新队员数", "入队人数"]
why         = "分批入队以后，不再是整个年级一起入队。每一批多少人，是这条链条的最前面。"
numerator   = "一段时间里入队的人数"
unit        = "person"
better      = "neither"
over_time   = "sum"
by          = { grade = "年级" }
source      = "学校入队登记；吉安市：落实少先队分批入队改革，2021"
owner       = "团县委学少部"
reviewed    = 2026-11-22
order       = 595
pages       = { pipeline = 1 }
optional    = ["pipeline_event.result"]
caveat      = "一人只按第一次入队算一次。都是未成年人，任何地方只给人数。只有登记了入队日期的才看得见，不是全部新队员。"
*/
SELECT
    area_code,
    date_trunc('month', on_date)::DATE AS period,
    person AS unit,
    grade,
    1 AS numerator,
    NULL::INTEGER AS denominator
FROM pipeline_event
WHERE step = 'pioneer_join'
    AND result IS DISTINCT FROM 'failed'
    AND person IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY person ORDER BY on_date, area_code) = 1
