/*
title    = { zh = "重复入账的凭证", en = "One voucher entered twice" }
why      = "凭证号、金额都一样，日期也一样，多半是同一笔记了两遍。"
source   = "团委经费收支台账；会计基础工作规范：凭证编号连续、不得重复"
owner    = "团县委办公室"
reviewed = 2026-11-29
order    = 946
doubts   = "funding"
severity = "warn"
cure     = "对照原始凭证，重复的删去；一张凭证分几笔的，金额或项目应当不同。"
caveat   = "没有凭证号的，看项目、来源、日期、金额、乡镇都一样的。第一笔不算存疑。"
*/
WITH alike AS (
    SELECT
        _county AS county_code,
        coalesce(township, _county) AS area_code,
        project,
        voucher,
        paid_on,
        coalesce(received, spent) AS yuan,
        count(*) AS count,
        list({ 'batch': _batch, 'line': _line } ORDER BY _batch, _line)[2:] AS rows
    FROM funding
    WHERE coalesce(received, 0) + coalesce(spent, 0) > 0
    GROUP BY _county, township, school, project, source, paid_on, voucher, received, spent
    HAVING count(*) > 1
)

SELECT
    month.period,
    alike.area_code,
    alike.project AS unit,
    concat_ws(' ', alike.paid_on, alike.voucher, alike.project, alike.yuan) AS key,
    alike.paid_on AS since,
    NULL::DATE AS due,
    alike.paid_on || coalesce('凭证' || alike.voucher, '同一项目') || '有' || max(alike.count) || '笔都是'
        || rtrim(rtrim(alike.yuan::VARCHAR, '0'), '.') || '元' AS detail,
    flatten(list(alike.rows)) AS doubtful
FROM alike
JOIN month_end AS month
    ON month.area_code = alike.county_code
    AND alike.paid_on <= month.last_day
GROUP BY month.period, alike.area_code, alike.project, alike.voucher, alike.paid_on, alike.yuan
