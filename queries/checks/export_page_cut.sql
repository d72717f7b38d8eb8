/*
title    = { zh = "可能只导出了一页", en = "Exports cut off at a page" }
why      = "平台导出的是“本页数据”。正好20、50、100、200、500行的表，后面多半还有。"
source   = "智慧团建后台：“导出本页数据”；规则表“平台一页的行数”"
owner    = "团县委办公室"
reviewed = 2026-11-29
order    = 949
severity = "warn"
cure     = "回平台看总条数；不止这些的，把每页行数调大或一页一页导出，重新导入。"
caveat   = "数的是一张表读到的行，连同退回的；同一行以前导入过的不再数。正好是这么多行的，也可能就是这么多。"
*/
SELECT
    month.period,
    sheet.county_code AS area_code,
    dataset.title AS unit,
    sheet.dataset || ' ' || sheet.last_date || ' ' || sheet.lines AS key,
    sheet.last_date AS since,
    NULL::DATE AS due,
    '到' || sheet.last_date || '的一张表正好' || sheet.lines || '行' AS detail
FROM batch_rows AS sheet
JOIN dataset ON dataset.dataset = sheet.dataset
JOIN rules.page_size AS rule
    ON rule.rows = sheet.lines
    AND rule.valid_from <= sheet.last_date
    AND (rule.valid_to IS NULL OR sheet.last_date < rule.valid_to)
JOIN month_end AS month
    ON month.area_code = sheet.county_code
    AND sheet.last_date <= month.last_day
GROUP BY month.period, sheet.county_code, dataset.title, sheet.dataset, sheet.last_date, sheet.lines
