/*
title       = { zh = "团课学时", en = "League class hours" }
why         = "入团前要上满8学时团课。一段时间里上了多少学时，中学团校开没开起来，一看就知道。"
numerator   = "一段时间里登记的团课学时之和（一人上1学时算1）"
unit        = "hour"
better      = "higher"
over_time   = "sum"
by          = { grade = "年级" }
source      = "中学团校 → 团课签到与结业登记表；发展团员工作细则（中青发〔2023〕13号）"
owner       = "团县委学少部"
reviewed    = 2026-11-22
order       = 630
pages       = {}
caveat      = "1学时通常是45分钟，不是钟点。一个人一学年既报合计又报一节节课的，取大的一个，不重复加；几次合计取最大的。认不出人的不算。"
*/
WITH record AS (                                             -- of a person's totals of a school year the greatest says it all
    SELECT
        *,
        course = '合计' AS is_total,
        year(on_date - INTERVAL 8 MONTH) AS school_year      -- begins in September
    FROM class_hours
    WHERE hours IS NOT NULL
        AND person IS NOT NULL
    QUALIFY NOT is_total
        OR row_number() OVER (PARTITION BY person, school_year, is_total ORDER BY hours DESC, on_date) = 1
),

taken AS (
    SELECT
        person,
        school_year,
        coalesce(max(hours) FILTER (is_total), 0) >= coalesce(sum(hours) FILTER (NOT is_total), 0) AS by_total
    FROM record
    GROUP BY ALL
)

SELECT
    record.area_code,
    date_trunc('month', record.on_date)::DATE AS period,
    record.person AS unit,
    record.grade,
    record.hours AS numerator,
    NULL::INTEGER AS denominator,
    coalesce(list_contains(record._at_least, 'hours'), false) AS lower_bound
FROM record
JOIN taken
    ON taken.person = record.person
    AND taken.school_year = record.school_year
WHERE record.is_total = taken.by_total
