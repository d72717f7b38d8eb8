/*
title       = { zh = "少先队人均经费", en = "Pioneer funding per head" }
called      = ["少先队员人均经费", "少先队工作人均经费", "少先队活动人均经费", "少先队人均活动经费"]
why         = "每个少先队员一年摊到多少活动经费。惠水县的标准是人均每年1.5元；把多少队员算进去也要一起给人看。"
numerator   = "用途是少先队的到账经费（元）"
denominator = "期末少先队员数（学校的；没有学校数用乡镇的，再没有用县的，一个人只算一次）"
unit        = "yuan"
better      = "higher"
over_time   = { numerator = "sum", denominator = "last" }
target      = [{ from = 2000-01-01, value = 1.5, per = "year" }]
source      = "惠水县公布的标准：人均每年1.5元，2023"
owner       = "团县委学少部"
reviewed    = 2026-11-22
order       = 410
pages       = { funding = 410, fairness = 410 }
optional    = ["funding.township"]
caveat      = "1.5元是全年的标准。月、季、半年的数只是那段时间到账的钱摊到每人，没到年底低于1.5元不等于不达标，只有年的数能和目标比；一次到账的月份也可能一下超过。记在县里的钱摊不到乡镇，乡镇的数会偏低。台账没写用途的不知道是不是少先队的，不算；台账里从没有过少先队经费的县没有数，不当0。"
*/
WITH school AS (
    SELECT period, area_code, county_code, township_code, level, name, pioneers, pioneers_at_least
    FROM area_month
    WHERE level = 'school'
        AND pioneers > 0
),

township AS (                                                -- only where none of its schools has a figure
    SELECT period, area_code, county_code, township_code, level, name, pioneers, pioneers_at_least
    FROM area_month AS place
    ANTI JOIN school
        ON school.period = place.period
        AND school.township_code = place.area_code
    WHERE place.level = 'township'
        AND place.pioneers > 0
),

below AS (
    SELECT period, area_code, county_code, township_code, level, name, pioneers, pioneers_at_least FROM school
    UNION ALL
    SELECT period, area_code, county_code, township_code, level, name, pioneers, pioneers_at_least FROM township
),

county AS (                                                  -- only where nothing below it has a figure
    SELECT period, area_code, county_code, township_code, level, name, pioneers, pioneers_at_least
    FROM area_month AS place
    ANTI JOIN below
        ON below.period = place.period
        AND below.county_code = place.area_code
    WHERE place.level = 'county'
        AND place.pioneers > 0
),

heads AS (                                                   -- nobody is in it twice
    SELECT period, area_code, county_code, township_code, level, name, pioneers, pioneers_at_least FROM below
    UNION ALL
    SELECT period, area_code, county_code, township_code, level, name, pioneers, pioneers_at_least FROM county
),

begun AS (
    SELECT
        county_code,
        year(period) AS year,
        min(period) AS period
    FROM pioneer_ledger
    GROUP BY ALL
),

money AS (
    SELECT
        area_code,
        date_trunc('month', paid_on)::DATE AS period,
        _county,
        township,
        project,
        received,
        coalesce(list_contains(_at_least, 'received'), false) AS lower_bound
    FROM funding
    WHERE purpose = 'pioneers'
        AND received IS NOT NULL
)

SELECT
    money.area_code,
    money.period,
    money.project AS unit,
    money.received AS numerator,
    0 AS denominator,
    money.lower_bound,
    false AS denominator_lower_bound
FROM money
SEMI JOIN heads                                              -- money for people nobody has counted is left out
    ON heads.period = money.period
    AND heads.county_code = money._county
    AND (heads.level = 'county' OR money.township IS NULL OR heads.township_code = money.township)
UNION ALL
SELECT
    heads.area_code,
    heads.period,
    heads.name AS unit,
    CASE WHEN ledger.period IS NOT NULL THEN 0 END AS numerator,    -- a month nobody reported is unknown, not 0
    heads.pioneers AS denominator,
    false AS lower_bound,
    heads.pioneers_at_least AS denominator_lower_bound
FROM heads
JOIN begun                                                   -- from then to the end of the year, so that a year keeps all its heads
    ON begun.county_code = heads.county_code
    AND begun.year = year(heads.period)
    AND begun.period <= heads.period
LEFT JOIN pioneer_ledger AS ledger
    ON ledger.county_code = heads.county_code
    AND ledger.period = heads.period
