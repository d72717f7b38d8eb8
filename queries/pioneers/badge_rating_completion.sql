/*
title       = { zh = "争章评价完成率", en = "Badge ratings completed" }
why         = "学生个人评、同学相互评、班主任综合评，三个环节都做完才算评完。开了头没做完的，是哪些学校。"
numerator   = "至少有一枚章三个环节都做完的队员人数"
denominator = "至少做了一个环节的队员人数"
unit        = "percent"
better      = "higher"
over_time   = "distinct"
by          = { type = "章类型", grade = "年级" }
source      = "江阴市红领巾争章三个环节：学生个人评、同学相互评、班主任综合评，2021"
owner       = "团县委学少部"
reviewed    = 2026-11-22
order       = 542
pages       = { badges = 542 }
caveat      = "登记表没有这三列的学校没有数，不是0。评完不等于颁章。"
*/
SELECT
    area_code,
    date_trunc('month', on_date)::DATE AS period,
    person AS unit,
    type,
    grade,
    coalesce(self_rated AND peer_rated AND teacher_rated, false)::INTEGER AS numerator,
    1 AS denominator
FROM badge_award
WHERE person IS NOT NULL
    AND (self_rated OR peer_rated OR teacher_rated)
