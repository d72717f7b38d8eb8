/*
title    = { zh = "重复记录的活动", en = "One activity entered twice" }
why      = "名称、日期、地方、人数都一样的两行，多半是同一次。"
source   = "团委活动台账"
owner    = "团县委青年发展部"
reviewed = 2026-11-29
order    = 959
doubts   = "activity"
severity = "warn"
cure     = "核对签到表；同一次的删去一行，真办了几次的把数量写在一行里。"
caveat   = "乡镇、村、学校、类别和数量也都一样才算。没写人数也没写人次的不列。第一行不算存疑。"
*/
WITH alike AS (
    SELECT
        _county AS county_code,
        area_code,
        name,
        held_on,
        coalesce(person_times || '人次', people || '人') AS figure,
        count(*) AS count,
        list({ 'batch': _batch, 'line': _line } ORDER BY _batch, _line)[2:] AS rows
    FROM activity
    WHERE coalesce(person_times, people) > 0
    GROUP BY _county, area_code, name, kind, brand, scale, held_on, measure, quantity, people, person_times, posts
    HAVING count(*) > 1
)

SELECT
    month.period,
    alike.area_code,
    alike.name AS unit,
    alike.held_on || ' ' || alike.name AS key,
    alike.held_on AS since,
    NULL::DATE AS due,
    alike.held_on || '“' || alike.name || '”有' || max(alike.count) || '行都是' || arg_max(alike.figure, alike.count) AS detail,
    flatten(list(alike.rows)) AS doubtful
FROM alike
JOIN month_end AS month
    ON month.area_code = alike.county_code
    AND alike.held_on <= month.last_day
GROUP BY month.period, alike.area_code, alike.name, alike.held_on
