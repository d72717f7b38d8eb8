/*
title    = { zh = "志愿服务连续三个月相同", en = "The same volunteering three months in a row" }
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
SELECT
    run.period,
    run.place_code AS area_code,
    run.figure AS unit,
    run.figure || ' ' || strftime(run.since, '%Y-%m') AS key,
    run.since,
    NULL::DATE AS due,
    strftime(run.since, '%Y-%m') || '至' || strftime(run.latest, '%Y-%m') || '每个月都是' || format('{:g}', run.value::DOUBLE) AS detail,
    list({ 'batch': record._batch, 'line': record._line }) AS doubtful    -- the first of them may be true: the others are its copies
FROM repeated_month AS run
JOIN volunteer_service AS record
    ON record._county = run.county_code
    AND coalesce(record.township, record._county) = run.place_code
    AND date_trunc('month', record.served_on) > run.since
    AND date_trunc('month', record.served_on) <= run.latest
    AND record.status = 'effective'
    AND CASE run.figure WHEN '志愿服务人次' THEN record.person_times ELSE record.hours END > 0
WHERE run.dataset = 'volunteer_service'
    AND run.value >= run.least
GROUP BY ALL
