/*
title    = { zh = "星级章超名额", en = "More star badges than the quota" }
why      = "星级章有名额：一星不超过集齐基础章队员的三成，二星不超过一星的三成，三星不超过二星的两成。超了就不值钱了。"
source   = "红领巾奖章实施办法（各地通知一致）；规则表“星级章名额”、规则表“红领巾奖章的章目”"
owner    = "团县委学少部"
reviewed = 2026-11-22
order    = 970
pages    = { badges = 1 }
severity = "warn"
cure     = "请学校少工委核对：漏录的基础章补录，多颁的说明情况；下一学年按名额评。"
caveat   = "按学年（9月起）看。一星个人章按学校的年级算，集体章按学校的中队数算，二星、三星按全县、全市算。没录过基础章（或低一星的章、中队名册）的不判：不知道基数。名额去掉小数。"
*/
WITH award AS (
    SELECT
        area_code,
        _county AS county_code,
        type,
        subject,
        star,
        scope,
        coalesce(person, collective || ' ' || area_code) AS holder,
        grade,
        on_date,
        year(on_date - INTERVAL 8 MONTH) AS school_year      -- begins in September
    FROM badge_award
    WHERE awarded
),

prefecture AS (
    SELECT
        area_code AS county_code,
        max(ancestor_code) AS prefecture_code
    FROM area_path
    WHERE ancestor_level = 'prefecture'
    GROUP BY area_code
),

counted AS (                                                 -- every star badge, and where its rule counts it
    SELECT
        month.period,
        quota.star,
        quota.scope,
        quota.base,
        quota.percent,
        award.star AS own_star,
        award.school_year,
        CASE quota.within
            WHEN 'county' THEN award.county_code
            WHEN 'prefecture' THEN prefecture.prefecture_code
            ELSE award.area_code
        END AS area_code,
        CASE WHEN quota.within = 'grade' THEN coalesce(award.grade, '') ELSE '' END AS grade,
        award.holder
    FROM rules.badge_quota AS quota
    JOIN award
        ON award.type = 'star'
        AND award.scope = quota.scope
        AND award.star IN (quota.star, quota.star - 1)
        AND award.on_date >= quota.valid_from
        AND (quota.valid_to IS NULL OR quota.valid_to > award.on_date)
    JOIN month_end AS month
        ON month.area_code = award.county_code
        AND award.on_date <= month.last_day
    LEFT JOIN prefecture ON prefecture.county_code = award.county_code
),

given AS (
    SELECT
        period, star, scope, base, percent, school_year, area_code, grade,
        count(DISTINCT holder) FILTER (own_star = star) AS given,
        nullif(count(DISTINCT holder) FILTER (own_star < star), 0) AS below
    FROM counted
    WHERE area_code IS NOT NULL                              -- a register without the prefecture cannot judge three stars
    GROUP BY ALL
),

grid AS (                                                    -- the basic badges of a county: its own table, else everybody's
    SELECT
        county.county_code,
        cell.subject,
        cell.enabled,
        cell.valid_from,
        cell.valid_to
    FROM (SELECT DISTINCT county_code FROM award) AS county
    JOIN rules.badge_grid AS cell
        ON cell.type = 'basic'
        AND starts_with(county.county_code, coalesce(cell.area, ''))
    QUALIFY coalesce(length(cell.area), 0)
        = max(coalesce(length(cell.area), 0)) OVER (PARTITION BY county.county_code)
),

pupil AS (                                                   -- how many of the basic badges a pupil has that year
    SELECT
        month.period,
        award.area_code,
        award.county_code,
        award.school_year,
        coalesce(award.grade, '') AS grade,
        award.holder,
        count(DISTINCT grid.subject) AS badges
    FROM award
    JOIN month_end AS month
        ON month.area_code = award.county_code
        AND award.on_date <= month.last_day
    LEFT JOIN grid
        ON grid.county_code = award.county_code
        AND grid.subject = award.subject
        AND grid.enabled
        AND grid.valid_from <= award.on_date
        AND (grid.valid_to IS NULL OR grid.valid_to > award.on_date)
    WHERE award.type = 'basic'
        AND award.scope = 'individual'
    GROUP BY ALL
),

all_basic AS (
    SELECT
        pupil.period,
        pupil.area_code,
        pupil.school_year,
        pupil.grade,
        count(*) FILTER (pupil.badges = (
            SELECT count(*)
            FROM grid
            WHERE grid.county_code = pupil.county_code
                AND grid.enabled
                AND grid.valid_from < make_date(pupil.school_year + 1, 9, 1)
                AND (grid.valid_to IS NULL OR grid.valid_to >= make_date(pupil.school_year + 1, 9, 1))
        )) AS pupils
    FROM pupil
    GROUP BY ALL
),

squadrons AS (
    SELECT
        period,
        school AS area_code,
        count(*) AS squadrons
    FROM pioneer_unit_monthly
    WHERE kind = 'squadron'
        AND school IS NOT NULL
    GROUP BY ALL
),

judged AS (
    SELECT
        given.*,
        CASE given.base
            WHEN 'all_basic' THEN all_basic.pupils
            WHEN 'squadrons' THEN squadrons.squadrons
            ELSE given.below
        END AS base_number
    FROM given
    LEFT JOIN all_basic
        ON all_basic.period = given.period
        AND all_basic.area_code = given.area_code
        AND all_basic.school_year = given.school_year
        AND all_basic.grade = given.grade
    LEFT JOIN squadrons
        ON squadrons.period = given.period
        AND squadrons.area_code = given.area_code
)

SELECT
    judged.period,
    judged.area_code,
    area.name || judged.grade AS unit,
    trim(judged.school_year || ' ' || judged.star || ' ' || judged.scope || ' ' || judged.grade) AS key,
    NULL::DATE AS since,
    NULL::DATE AS due,
    judged.school_year || '—' || (judged.school_year + 1) || '学年' || judged.star || '星'
        || CASE judged.scope WHEN 'collective' THEN '集体章' ELSE '个人章' END || '颁了' || judged.given || '枚，'
        || CASE judged.base
            WHEN 'all_basic' THEN '集齐基础章的队员' || judged.base_number || '人'
            WHEN 'squadrons' THEN '中队' || judged.base_number || '个'
            ELSE (judged.star - 1) || '星章' || judged.base_number || '枚'
        END
        || '，按' || judged.percent || '%最多' || (judged.base_number * judged.percent // 100) || '枚' AS detail
FROM judged
JOIN area ON area.area_code = judged.area_code
WHERE judged.given > judged.base_number * judged.percent // 100
