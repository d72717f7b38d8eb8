/*
title    = { zh = "全年少先队人均经费不到1.5元", en = "Pioneer funding of a whole year below 1.5 yuan a head" }
why      = "人均每年1.5元是底线。按年看，哪个乡镇、哪所学校没到。"
source   = "惠水县公布的标准：人均每年1.5元，2023"
owner    = "团县委学少部"
reviewed = 2026-11-22
order    = 930
pages    = { pioneers = 6 }
severity = "warn"
cure     = "到了没记的补记到台账，写清乡镇和学校；没到的催拨。"
caveat   = "一年从12月末起看，看到下一年也完整了为止（台账从一季度起、到12月都报了的才算完整）；和“少先队人均经费”一样按原数比，1.496不到1.5；到账写“余”的不判。台账里从没有过少先队经费的县不看。一个乡镇的钱都记到学校的，逐校看；有一笔只记到乡镇的，看乡镇；全县都只记在县里的，看全县。记在县里、由县里统一用的钱不摊到乡镇。"
*/
WITH full_year AS (                                               -- reported from the first quarter on, to December
    SELECT
        county_code,
        year(period) AS year
    FROM pioneer_ledger
    GROUP BY ALL
    HAVING month(min(period)) <= 3
        AND month(max(period)) = 12
),

money AS (
    SELECT
        funding._county AS county_code,
        funding.township,
        funding.school,
        full_year.year,
        sum(funding.received) AS received,
        bool_or(coalesce(list_contains(funding._at_least, 'received'), false)) AS lower_bound
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
    LEFT JOIN money
        ON money.county_code = full_year.county_code
        AND money.year = full_year.year
    GROUP BY ALL
),

by_school AS (
    SELECT
        county_code,
        year,
        township
    FROM money
    GROUP BY ALL
    HAVING bool_and(school IS NOT NULL)
),

school AS (
    SELECT habit.year, place.area_code, place.county_code, place.township_code, place.level, place.pioneers
    FROM area_month AS place
    JOIN habit
        ON habit.county_code = place.county_code
        AND place.period = make_date(habit.year, 12, 1)
    WHERE place.level = 'school'
        AND place.pioneers > 0
),

township AS (                                                -- only where none of its schools has a figure
    SELECT habit.year, place.area_code, place.county_code, place.township_code, place.level, place.pioneers
    FROM area_month AS place
    JOIN habit
        ON habit.county_code = place.county_code
        AND place.period = make_date(habit.year, 12, 1)
    ANTI JOIN school
        ON school.year = habit.year
        AND school.township_code = place.area_code
    WHERE place.level = 'township'
        AND place.pioneers > 0
),

heads AS (
    SELECT year, area_code, county_code, township_code, level, pioneers FROM school
    UNION ALL
    SELECT year, area_code, county_code, township_code, level, pioneers FROM township
),

judged AS (                                                  -- heads and money by the area that is answerable for them
    SELECT
        CASE
            WHEN habit.whole THEN heads.county_code
            WHEN heads.level = 'school' AND by_school.county_code IS NOT NULL THEN heads.area_code
            ELSE heads.township_code                         -- NULL, and left out: a school in no township, without money of its own
        END AS area_code,
        habit.county_code,
        habit.year,
        heads.pioneers,
        0 AS received,
        false AS lower_bound
    FROM heads
    JOIN habit
        ON habit.county_code = heads.county_code
        AND habit.year = heads.year
    LEFT JOIN by_school
        ON by_school.county_code = heads.county_code
        AND by_school.year = heads.year
        AND by_school.township IS NOT DISTINCT FROM heads.township_code
    UNION ALL
    SELECT
        CASE
            WHEN habit.whole THEN money.county_code
            WHEN by_school.county_code IS NOT NULL THEN money.school
            ELSE money.township
        END AS area_code,
        habit.county_code,
        habit.year,
        0 AS pioneers,
        money.received,
        money.lower_bound
    FROM money
    JOIN habit
        ON habit.county_code = money.county_code
        AND habit.year = money.year
    LEFT JOIN by_school
        ON by_school.county_code = money.county_code
        AND by_school.year = money.year
        AND by_school.township IS NOT DISTINCT FROM money.township
)

SELECT
    month.period,
    judged.area_code,
    area.name AS unit,
    judged.year::VARCHAR AS key,
    make_date(judged.year, 12, 31) AS since,
    make_date(judged.year, 12, 31) AS due,
    judged.year || '年到账' || rtrim(rtrim(sum(judged.received)::DECIMAL(18, 2)::VARCHAR, '0'), '.') || '元，少先队员' || sum(judged.pioneers) || '人，按人均'
        || format('{:g}', rule.yuan::DOUBLE) || '元要' || rtrim(rtrim((rule.yuan * sum(judged.pioneers))::DECIMAL(18, 2)::VARCHAR, '0'), '.') || '元' AS detail
FROM judged
JOIN area ON area.area_code = judged.area_code
JOIN month_end AS month                                      -- until the next year is whole
    ON month.area_code = judged.county_code
    AND month.period BETWEEN make_date(judged.year, 12, 1) AND make_date(judged.year + 1, 11, 1)
JOIN rules.pioneer_fund AS rule
    ON rule.valid_from <= make_date(judged.year, 12, 31)
    AND (rule.valid_to IS NULL OR make_date(judged.year, 12, 31) < rule.valid_to)
GROUP BY month.period, judged.area_code, area.name, judged.year, rule.yuan
HAVING sum(judged.received) < rule.yuan * sum(judged.pioneers)    -- the indicator's own rule: 599 yuan for 400 heads is less than 1.5
    AND NOT bool_or(judged.lower_bound)                      -- at least so much may be enough
