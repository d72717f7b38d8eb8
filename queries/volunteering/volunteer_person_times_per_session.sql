/*
title       = { zh = "每场志愿服务人次", en = "Person-times per volunteer session" }
why         = "一场服务平均有多少人次参加。场次多、人次少的，是不是把一件事拆成几场报了？"
compose     = { numerator = "volunteer_person_times", denominator = "volunteer_sessions" }
numerator   = "志愿服务人次"
denominator = "志愿服务场次"
unit        = "ratio"
better      = "neither"
source      = "志愿服务系统 → 时长记录；柘城县公布的783场、34591人次，2023"
owner       = "团县委青年发展部"
reviewed    = 2026-11-28
order       = 327
caveat      = "人次写“多”“余”的，得数也是至少。"
*/
