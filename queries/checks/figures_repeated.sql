/*
title    = { zh = "连续三个月人次相同", en = "The same figure three months in a row" }
why      = "人次天天在变，一个乡镇连着三个月报一模一样的数，多半是照抄上月。"
source   = "青年之家云平台 → 活动管理（参与人次）；连续三个月为本系统的口径"
owner    = "团县委青年发展部"
reviewed = 2026-11-22
order    = 950
doubts   = "youth_home_event"
severity = "warn"
cure     = "请乡镇拿出这几个月的签到表；照抄的，按实数重报。"
caveat   = "按乡镇每月青年之家活动人次的合计看；中间隔了没报的月份，不算连续。"
*/
SELECT
    run.period,
    run.place_code AS area_code,
    run.figure AS unit,
    strftime(run.since, '%Y-%m') AS key,
    run.since,
    NULL::DATE AS due,
    strftime(run.since, '%Y-%m') || '至' || strftime(run.latest, '%Y-%m') || '连续' || run.months || '个月都是'
        || format('{:.12g}', run.value::DOUBLE) || '人次' AS detail,
    list({ 'batch': record._batch, 'line': record._line }) AS doubtful    -- the first of them may be true: the others are its copies
FROM repeated_month AS run
JOIN youth_home_event AS record
    ON record._county = run.county_code
    AND coalesce(record.township, record._county) = run.place_code
    AND date_trunc('month', record.held_on) > run.since
    AND date_trunc('month', record.held_on) <= run.latest
    AND record.person_times > 0
WHERE run.dataset = 'youth_home_event'
    AND run.place_code <> run.county_code
GROUP BY ALL
