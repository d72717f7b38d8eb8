/*
title    = { zh = "资助项目账", en = "Aid by programme" }
why      = "每个项目每年谁出的钱、发了几批、多少钱、帮了多少人、人均多少。"
columns  = { area_code = "县（市、区）", year = "年度", project = "资助项目", donor = "出资单位", batches = "批次", bound = "下限", amount = "金额（元）", beneficiaries = "受助人数", person_times = "受助人次", per_head = "人均（元）" }
source   = "希望工程、春晖助学等项目发放表"
owner    = "团县委青年发展部"
reviewed = 2026-11-22
order    = 441
caveat   = "原文写“余”的标≥。人均只算写明人数的批次。"
*/
SELECT
    _county AS area_code,
    year(paid_on)::VARCHAR AS year,
    project,
    string_agg(DISTINCT donor, '、' ORDER BY donor) AS donor,
    count(*) AS batches,
    CASE WHEN bool_or(coalesce(list_contains(_at_least, 'amount'), false)) THEN '≥' END AS bound,
    sum(amount) AS amount,
    sum(beneficiaries) AS beneficiaries,
    sum(person_times) AS person_times,
    round(
        sum(amount) FILTER (beneficiaries > 0) / sum(beneficiaries) FILTER (beneficiaries > 0), 2
    ) AS per_head
FROM aid
GROUP BY _county, year(paid_on), project
ORDER BY year DESC, sum(amount) DESC, project
