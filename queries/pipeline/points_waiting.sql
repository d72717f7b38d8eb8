/*
title    = { zh = "积分卡在哪一道", en = "Where points wait" }
why      = "积分要过自评、互评、辅导员审核、团委复核、公示、民主推荐。卡在哪一道，就找哪一道的人。"
source   = "学校积分册 → 积分台账；江阴市“双积双评”积分入团，2021"
owner    = "团县委学少部"
reviewed = 2026-11-22
order    = 612
caveat   = "一人一个阶段只算在最前面没过的一道上，打×和空着都算没过。公示没到期的算在公示。民主推荐写了结果的不再等。六列都没填的学校不列：台账没记这些。只有人数。"
columns  = { area_code = "学校", stage = "阶段", state = "等哪一道", people = "人数" }
members  = { self = "自评", peer = "互评", counsellor = "辅导员审核", committee = "团委复核", notice = "公示", nomination = "民主推荐", 1 = "第一阶段", 2 = "第二阶段" }
*/
WITH latest AS (
    SELECT
        county_code,
        max(last_date) AS last_date
    FROM dated
    WHERE dataset = 'points'
    GROUP BY county_code
),

kept AS (                                                    -- the schools whose ledger records the checks
    SELECT DISTINCT area_code
    FROM points
    WHERE coalesce(self_checked, peer_checked, counsellor_checked, committee_checked, nominated) IS NOT NULL
        OR noticed_on IS NOT NULL
),

pupil AS (
    SELECT
        points.person,
        points.stage,
        arg_max(points.area_code, points.on_date) AS area_code,
        CASE
            WHEN NOT bool_and(coalesce(points.self_checked, false)) THEN 'self'
            WHEN NOT bool_and(coalesce(points.peer_checked, false)) THEN 'peer'
            WHEN NOT bool_and(coalesce(points.counsellor_checked, false)) THEN 'counsellor'
            WHEN NOT bool_and(coalesce(points.committee_checked, false)) THEN 'committee'
            WHEN NOT bool_and(points.noticed_on IS NOT NULL) THEN 'notice'
            WHEN max(coalesce(points.notice_to, points.noticed_on)) >= max(latest.last_date) THEN 'notice'
            WHEN bool_or(points.nominated) IS NULL THEN 'nomination'
        END AS state
    FROM points
    JOIN latest ON latest.county_code = points._county
    WHERE points.person IS NOT NULL
    GROUP BY points.person, points.stage
)

SELECT
    pupil.area_code,
    pupil.stage,
    pupil.state,
    count(*) AS people
FROM pupil
SEMI JOIN kept ON kept.area_code = pupil.area_code
WHERE pupil.state IS NOT NULL
GROUP BY ALL
