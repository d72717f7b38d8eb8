/*
title    = { zh = "一张凭证记了两遍", en = "One voucher entered twice" }
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
SELECT
    month.period,
    coalesce(entry.township, entry._county) AS area_code,
    entry.project AS unit,
    entry.paid_on || ' ' || coalesce(entry.voucher, entry.project) || ' ' || coalesce(entry.received, entry.spent) AS key,
    entry.paid_on AS since,
    NULL::DATE AS due,
    entry.paid_on || coalesce('凭证' || entry.voucher, '同一项目') || '有' || count(*) || '笔都是'
        || rtrim(rtrim(coalesce(entry.received, entry.spent)::VARCHAR, '0'), '.') || '元' AS detail,
    list({ 'batch': entry._batch, 'line': entry._line } ORDER BY entry._batch, entry._line)[2:] AS doubtful
FROM funding AS entry
JOIN month_end AS month
    ON month.area_code = entry._county
    AND entry.paid_on <= month.last_day
WHERE coalesce(entry.received, 0) + coalesce(entry.spent, 0) > 0
GROUP BY month.period, entry.township, entry._county, entry.school, entry.project, entry.source, entry.paid_on, entry.voucher,
    entry.received, entry.spent
HAVING count(*) > 1
