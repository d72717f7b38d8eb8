/*
title    = { zh = "推优发展月度公示", en = "Monthly notice of Party development" }
why      = "每月公示团员发展情况：这个月推优几人、确定积极分子几人、接收预备党员几人。"
source   = "江阴市：每月将团员发展情况公示，2021；推优入党名册"
owner    = "团县委组织部"
reviewed = 2026-11-22
order    = 648
caveat   = "一人一步只按第一次算。只有人数，公示名单由支部张贴。"
columns  = { area_code = "单位", period = "月份", step = "环节", people = "人数" }
*/
WITH step AS (
    SELECT area_code, person, step, on_date
    FROM pipeline_step
    WHERE step IN ('party_apply', 'recommend_activist', 'party_activist', 'recommend_target', 'party_target', 'probationary', 'full_member')
    QUALIFY row_number() OVER (PARTITION BY person, step ORDER BY on_date, area_code) = 1
)

SELECT
    area_code,
    date_trunc('month', on_date)::DATE AS period,
    step,
    count(*) AS people
FROM step
GROUP BY ALL
