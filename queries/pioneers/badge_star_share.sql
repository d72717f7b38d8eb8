/*
title       = { zh = "一星章占集齐基础章队员的比例", en = "One-star holders to holders of every basic badge" }
why         = "一星章从集齐基础章的队员里评，一般不超过三成。高了是评得松，低了是没评。"
numerator   = "截至月末12个月里得了一星章的队员人数"
denominator = "截至月末12个月里集齐所设基础章的队员人数"
unit        = "percent"
better      = "neither"
over_time   = "last"
source      = "红领巾奖章实施办法（各地通知一致）；规则表“红领巾奖章的章目”"
owner       = "团县委学少部"
reviewed    = 2026-11-22
order       = 543
suppress    = true
pages       = { badges = 543 }
may_exceed  = true
caveat      = "是各年级合在一起的比例；超没超名额要按年级、按学年看，在检查“星级章超名额”里。没集齐基础章就得一星章的也在分子里，所以可能大于100%。8月末的数正好是一个学年。"
*/
WITH month AS (
    SELECT
        span.county_code,
        calendar.period,
        calendar.last_day
    FROM (
        SELECT county_code, min(period) AS first_month, max(period) AS last_month
        FROM dated
        WHERE dataset = 'badge_award'
        GROUP BY county_code
    ) AS span
    JOIN calendar ON calendar.period BETWEEN span.first_month AND span.last_month
),

grid AS (                                                    -- the basic badges of a county: its own table, else everybody's
    SELECT
        month.county_code,
        month.period,
        cell.subject,
        cell.enabled
    FROM month
    JOIN rules.badge_grid AS cell
        ON cell.type = 'basic'
        AND starts_with(month.county_code, coalesce(cell.area, ''))
        AND cell.valid_from <= month.last_day
        AND (cell.valid_to IS NULL OR cell.valid_to > month.last_day)
    QUALIFY coalesce(length(cell.area), 0)
        = max(coalesce(length(cell.area), 0)) OVER (PARTITION BY month.county_code, month.period)
),

full_set AS (
    SELECT
        county_code,
        period,
        count(*) AS badges
    FROM grid
    WHERE enabled
    GROUP BY county_code, period
),

pupil AS (
    SELECT
        month.county_code,
        month.period,
        award.person,
        arg_max(award.area_code, award.on_date) AS area_code,
        count(DISTINCT grid.subject) AS badges,
        bool_or(award.type = 'star' AND award.star = 1) AS one_star
    FROM month
    JOIN badge_award AS award
        ON award._county = month.county_code
        AND award.on_date BETWEEN month.period - INTERVAL 11 MONTH AND month.last_day
    LEFT JOIN grid
        ON grid.county_code = month.county_code
        AND grid.period = month.period
        AND grid.subject = award.subject
        AND grid.enabled
        AND award.type = 'basic'
    WHERE award.awarded
        AND award.person IS NOT NULL
    GROUP BY month.county_code, month.period, award.person
)

SELECT
    pupil.area_code,
    pupil.period,
    pupil.person AS unit,
    pupil.one_star::INTEGER AS numerator,
    (pupil.badges = full_set.badges)::INTEGER AS denominator
FROM pupil
JOIN full_set
    ON full_set.county_code = pupil.county_code
    AND full_set.period = pupil.period
WHERE pupil.one_star
    OR pupil.badges = full_set.badges
