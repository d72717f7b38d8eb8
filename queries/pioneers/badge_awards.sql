/*
title       = { zh = "红领巾奖章颁章数", en = "Red Scarf badges awarded" }
called      = ["颁章数", "红领巾奖章颁发数", "奖章颁发数", "颁发红领巾奖章数"]
why         = "争章活动办得怎么样，先看颁了多少枚章，哪一类多，哪一类没有颁发。"
numerator   = "颁出的奖章枚数，个人章一人一枚，集体章一队一枚"
unit        = "count"
better      = "higher"
over_time   = "sum"
by          = { type = "章类型", subject = "章目", scope = "个人或集体", grade = "年级" }
source      = "学校少工委 → 红领巾奖章颁章登记表；江阴市红领巾争章，2021"
owner       = "团县委学少部"
reviewed    = 2026-11-22
order       = 540
pages       = { badges = 540 }
caveat      = "是枚数，不是人数：一个队员得几枚算几枚。评了没颁的不算。"
*/
SELECT
    area_code,
    date_trunc('month', on_date)::DATE AS period,
    type || coalesce(' ' || subject, '') AS unit,
    type,
    subject,
    scope,
    grade,
    count(*) AS numerator,
    NULL::INTEGER AS denominator
FROM badge_award
WHERE awarded
GROUP BY ALL
