/*
title    = { zh = "人均团费低于最低标准", en = "Fees below the lowest rate" }
why      = "交了团费，人均却不到学生的最低标准，多半是少交或漏录。"
source   = "智慧团建 → 团费统计；团费收缴、使用和管理的规定，中青发〔2016〕13号"
owner    = "团县委办公室"
reviewed = 2026-11-22
order    = 453
pages    = { fees = 1 }
severity = "warn"
cure     = "核对团费台账；漏录的补录，少交的补交。"
*/
SELECT
    month.period,
    fee.area_code,
    fee.org_name AS unit,
    strftime(fee.month, '%Y-%m') || ' ' || fee.org_name AS key,
    fee.month AS since,
    NULL::DATE AS due,
    strftime(fee.month, '%Y-%m') || '交' || fee.paid || '人' || rtrim(rtrim(fee.amount::VARCHAR, '0'), '.') || '元，人均不到' || rtrim(rtrim(rule.yuan::VARCHAR, '0'), '.') || '元' AS detail
FROM league_fee AS fee
JOIN month_end AS month
    ON month.area_code = fee._county
    AND month.period >= fee.month
JOIN rules.member_fee AS rule
    ON rule.payer = 'student'
    AND rule.valid_from <= fee.month
    AND (rule.valid_to IS NULL OR fee.month < rule.valid_to)
WHERE fee.paid > 0
    AND fee.amount < rule.yuan * fee.paid
    AND NOT coalesce(list_contains(fee._at_least, 'amount'), false)    -- at least so much is not too little
