/*
title       = { zh = "得章队员数", en = "Pioneers with a badge" }
why         = "多少队员得过章。章多可能集中在几个人手里，看人数才知道争章面有多宽。"
numerator   = "一段时间里至少得了一枚个人章的队员人数（按人去重）"
unit        = "person"
better      = "higher"
over_time   = "distinct"
by          = { type = "章类型", subject = "章目", grade = "年级" }
source      = "学校少工委 → 红领巾奖章颁章登记表；江阴市红领巾争章，2021"
owner       = "团县委学少部"
reviewed    = 2026-11-22
order       = 541
suppress    = true
pages       = { badges = 541 }
caveat      = "得了几类章的队员在每一类里各算1人，各类相加会大于总人数。队员都是未成年人，任何地方只给人数。"
*/
SELECT
    area_code,
    date_trunc('month', on_date)::DATE AS period,
    person AS unit,
    type,
    subject,
    grade,
    1 AS numerator,
    NULL::INTEGER AS denominator
FROM badge_award
WHERE awarded
    AND scope = 'individual'
    AND person IS NOT NULL
GROUP BY ALL
