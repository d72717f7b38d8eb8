/*
title    = { zh = "各年级得章人数", en = "Badge holders by grade" }
why      = "一张格子图：哪个学校、哪个年级，哪种章有多少人得了，哪种一个也没有。"
source   = "学校少工委 → 红领巾奖章颁章登记表；规则表“红领巾奖章的章目”"
owner    = "团县委学少部"
reviewed = 2026-11-22
order    = 548
caveat   = "截至本县最近一次颁章的12个月。按人去重；设了的章没人得，写0。没写章目的星级章按几星写。只有人数。"
columns  = { area_code = "学校", grade = "年级", type = "章类型", subject = "章目", holders = "得章人数" }
*/
WITH latest AS (
    SELECT
        county_code,
        max(last_date) AS last_date
    FROM dated
    WHERE dataset = 'badge_award'
    GROUP BY county_code
),

held AS (
    SELECT
        award.area_code,
        award._county,
        award.grade,
        award.type,
        coalesce(award.subject, award.star || '星') AS subject,
        count(DISTINCT award.person) AS holders
    FROM badge_award AS award
    JOIN latest ON latest.county_code = award._county
    WHERE award.awarded
        AND award.scope = 'individual'
        AND award.on_date > latest.last_date - INTERVAL 12 MONTH
    GROUP BY ALL
),

grid AS (                                                    -- of each type a county's own table, else everybody's
    SELECT
        latest.county_code,
        cell.type,
        cell.subject,
        cell.enabled
    FROM latest
    JOIN rules.badge_grid AS cell
        ON starts_with(latest.county_code, coalesce(cell.area, ''))
        AND cell.valid_from <= latest.last_date
        AND (cell.valid_to IS NULL OR cell.valid_to > latest.last_date)
    QUALIFY coalesce(length(cell.area), 0)
        = max(coalesce(length(cell.area), 0)) OVER (PARTITION BY latest.county_code, cell.type)
)

SELECT area_code, grade, type, subject, holders
FROM held
UNION ALL
SELECT
    class.area_code,
    class.grade,
    grid.type,
    grid.subject,
    0 AS holders
FROM (SELECT DISTINCT area_code, _county, grade FROM held) AS class
JOIN grid ON grid.county_code = class._county
ANTI JOIN held
    ON held.area_code = class.area_code
    AND held.grade IS NOT DISTINCT FROM class.grade
    AND held.type = grid.type
    AND held.subject = grid.subject
WHERE grid.enabled
