/*
title    = { zh = "少先队人均经费不到1.5元", en = "Pioneer funding below 1.5 yuan a head" }
why      = "人均每年1.5元是底线。按年看，哪个乡镇、哪所学校没到。"
source   = "惠水县公布的标准：人均每年1.5元，2023"
owner    = "团县委学少部"
reviewed = 2026-11-22
order    = 930
pages    = { pioneers = 6 }
severity = "warn"
cure     = "到了没记的补记到台账，写清乡镇和学校；没到的催拨。"
caveat   = "只看最近一个完整的年份（数据从一季度起，到12月止）；台账里从没有过少先队经费的县不看。一个乡镇的钱都记到学校的，逐校看；有一笔只记到乡镇的，看乡镇；全县都只记在县里的，看全县。记在县里、由县里统一用的钱不摊到乡镇。"
*/
WITH span AS (
    SELECT
        county_code,
        min(period) AS first_month,
        max(period) AS last_month
    FROM dated
    GROUP BY county_code
),

booking AS (                                                 -- counties whose ledger has ever held Pioneer money
    SELECT DISTINCT _county
    FROM funding
    WHERE purpose = 'pioneers'
),

full_year AS (                                               -- the latest the county's data spans
    SELECT
        span.county_code,
        max(year(funding.paid_on)) AS year
    FROM funding
    JOIN span
        ON span.county_code = funding._county
        AND span.first_month <= make_date(year(funding.paid_on), 3, 1)
        AND span.last_month >= make_date(year(funding.paid_on), 12, 1)
    SEMI JOIN booking ON booking._county = funding._county
    WHERE funding.purpose IS NOT NULL
    GROUP BY span.county_code
),

money AS (
    SELECT
        funding._county AS county_code,
        funding.township,
        funding.school,
        sum(funding.received) AS received
    FROM funding
    JOIN full_year
        ON full_year.county_code = funding._county
        AND full_year.year = year(funding.paid_on)
    WHERE funding.purpose = 'pioneers'
        AND funding.received IS NOT NULL
    GROUP BY ALL
),

habit AS (                                                   -- how finely a county books, and a township below it
    SELECT
        full_year.county_code,
        full_year.year,
        coalesce(bool_and(money.township IS NULL AND money.school IS NULL), true) AS whole
    FROM full_year
    LEFT JOIN money ON money.county_code = full_year.county_code
    GROUP BY ALL
),

by_school AS (
    SELECT
        county_code,
        township
    FROM money
    GROUP BY ALL
    HAVING bool_and(school IS NOT NULL)
),

school AS (
    SELECT place.area_code, place.county_code, place.township_code, place.level, place.pioneers
    FROM area_month AS place
    JOIN habit
        ON habit.county_code = place.county_code
        AND place.period = make_date(habit.year, 12, 1)
    WHERE place.level = 'school'
        AND place.pioneers > 0
),

township AS (                                                -- only where none of its schools has a figure
    SELECT place.area_code, place.county_code, place.township_code, place.level, place.pioneers
    FROM area_month AS place
    JOIN habit
        ON habit.county_code = place.county_code
        AND place.period = make_date(habit.year, 12, 1)
    ANTI JOIN school ON school.township_code = place.area_code
    WHERE place.level = 'township'
        AND place.pioneers > 0
),

heads AS (
    SELECT area_code, county_code, township_code, level, pioneers FROM school
    UNION ALL
    SELECT area_code, county_code, township_code, level, pioneers FROM township
),

judged AS (                                                  -- heads and money by the area that is answerable for them
    SELECT
        CASE
            WHEN habit.whole THEN heads.county_code
            WHEN heads.level = 'school' AND by_school.county_code IS NOT NULL THEN heads.area_code
            ELSE heads.township_code                         -- NULL, and left out: a school in no township, without money of its own
        END AS area_code,
        habit.year,
        heads.pioneers,
        0 AS received
    FROM heads
    JOIN habit ON habit.county_code = heads.county_code
    LEFT JOIN by_school
        ON by_school.county_code = heads.county_code
        AND by_school.township IS NOT DISTINCT FROM heads.township_code
    UNION ALL
    SELECT
        CASE
            WHEN habit.whole THEN money.county_code
            WHEN by_school.county_code IS NOT NULL THEN money.school
            ELSE money.township
        END AS area_code,
        habit.year,
        0 AS pioneers,
        money.received
    FROM money
    JOIN habit ON habit.county_code = money.county_code
    LEFT JOIN by_school
        ON by_school.county_code = money.county_code
        AND by_school.township IS NOT DISTINCT FROM money.township
)

SELECT
    judged.area_code,
    area.name AS unit,
    judged.year || '年到账' || round(sum(judged.received))::BIGINT || '元，少先队员' || sum(judged.pioneers)
        || '人，人均' || format('{:.2f}', round(sum(judged.received)::DOUBLE / sum(judged.pioneers), 2)) || '元' AS detail
FROM judged
JOIN area ON area.area_code = judged.area_code
JOIN rules.pioneer_fund AS rule
    ON rule.valid_from <= make_date(judged.year, 12, 31)
    AND (rule.valid_to IS NULL OR make_date(judged.year, 12, 31) < rule.valid_to)
GROUP BY judged.area_code, area.name, judged.year, rule.yuan
HAVING round(sum(judged.received)::DOUBLE / sum(judged.pioneers), 2) < rule.yuan    -- 599 yuan for 400 heads is 1.5, booked in whole yuan
