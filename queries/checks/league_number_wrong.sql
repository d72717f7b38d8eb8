/*
title    = { zh = "发展团员编号的年份或位数不对", en = "League numbers of another year or length" }
why      = "编号前四位是入团那年，一共12位。年份不对，是占了别的年份的号，或者入团时间改过。"
source   = "智慧团建前端的校验规则：2017年起入团的必填，12位，前四位是入团年份；2017和2018可以互换；山东有16位的；规则表“发展团员的期限和比例”"
owner    = "团县委组织部"
reviewed = 2026-11-29
order    = 982
doubts   = "pipeline_event"
severity = "warn"
cure     = "对照入团志愿书和编号使用登记，改正入团时间或编号。"
caveat   = "按支部大会那天（没有的按审批）看；2017年以前入团的编号不强求，不看。没有编号的不列。只报人数。"
*/
WITH numbered AS (
    SELECT
        person,
        league_no,
        try_cast(split_part(league_no, '/', 1) AS INTEGER) AS number_year,
        split_part(league_no, '/', 2)::INTEGER AS digits,
        { 'batch': _batch, 'line': _line } AS row
    FROM pipeline_event
    WHERE league_no IS NOT NULL
),

wrong AS (
    SELECT
        joining.area_code,
        joining._county AS county_code,
        joining.branch,
        joining.person,
        joining.on_date,
        numbered.row
    FROM league_joining AS joining
    JOIN numbered ON numbered.person = joining.person
    JOIN rules.league_limit AS rule
        ON rule.rule = 'number_digits'
        AND rule.valid_from <= joining.on_date
        AND (rule.valid_to IS NULL OR joining.on_date < rule.valid_to)
        AND starts_with(joining._county, coalesce(rule.area, ''))
    WHERE NOT coalesce(
            numbered.digits = rule.amount
            AND (
                numbered.number_year = year(joining.on_date)
                OR (numbered.number_year IN (2017, 2018) AND year(joining.on_date) IN (2017, 2018))
            ),
            false
        )
        AND NOT coalesce(                                    -- Shandong's: 201516…, 201617…
            starts_with(joining._county, '37')
            AND numbered.digits = 16
            AND numbered.number_year IN (2015, 2016)
            AND year(joining.on_date) <= 2017,
            false
        )
)

SELECT
    month.period,
    wrong.area_code,
    CASE WHEN area.level = 'school' THEN area.name ELSE coalesce(wrong.branch, area.name) END AS unit,
    CASE WHEN area.level = 'school' THEN area.area_code ELSE coalesce(wrong.branch, area.area_code) END AS key,
    min(wrong.on_date) AS since,
    NULL::DATE AS due,
    count(DISTINCT wrong.person) || '人的编号年份或位数和入团时间对不上' AS detail,
    list(DISTINCT wrong.row) AS doubtful
FROM wrong
JOIN area ON area.area_code = wrong.area_code
JOIN month_end AS month
    ON month.area_code = wrong.county_code
    AND wrong.on_date <= month.last_day
GROUP BY month.period, wrong.area_code, unit, key
