/*
title    = { zh = "志愿服务连续三个月一样", en = "The same volunteering three months in a row" }
why      = "一个乡镇的人次或小时连着三个月一模一样，多半是照抄上月。"
source   = "志愿汇 / 志愿云 / i志愿 → 时长记录；规则表“挤水分的界线”"
owner    = "团县委青年发展部"
reviewed = 2026-11-29
order    = 951
doubts   = "volunteer_service"
severity = "warn"
cure     = "请乡镇拿出这几个月的签到表；照抄的，按实数重报。"
caveat   = "按乡镇每月已生效记录的合计看；中间隔了没报的月份，不算连续。头一个月不算存疑。"
*/
WITH stood AS (
    SELECT
        month.period,
        repeated.county_code,
        repeated.place_code,
        repeated.figure,
        repeated.value,
        repeated.since,
        max(repeated.period) AS latest
    FROM repeated_month AS repeated
    JOIN month_end AS month
        ON month.area_code = repeated.county_code
        AND month.period >= repeated.period
    WHERE repeated.dataset = 'volunteer_service'
    GROUP BY ALL
)

SELECT
    stood.period,
    stood.place_code AS area_code,
    stood.figure AS unit,
    stood.figure || ' ' || strftime(stood.since, '%Y-%m') AS key,
    stood.since,
    NULL::DATE AS due,
    strftime(stood.since, '%Y-%m') || '至' || strftime(stood.latest, '%Y-%m') || '每个月都是' || format('{:g}', stood.value::DOUBLE) AS detail,
    list({ 'batch': record._batch, 'line': record._line }) AS doubtful
FROM stood
JOIN volunteer_service AS record
    ON coalesce(record.township, record._county) = stood.place_code
    AND record._county = stood.county_code
    AND date_trunc('month', record.served_on) > stood.since
    AND date_trunc('month', record.served_on) <= stood.latest
    AND record.status = 'effective'
    AND CASE stood.figure WHEN '志愿服务人次' THEN record.person_times ELSE record.hours END > 0
GROUP BY stood.period, stood.place_code, stood.figure, stood.value, stood.since, stood.latest
