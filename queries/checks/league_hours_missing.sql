/*
title    = { zh = "新团员没有团课学时记录", en = "Admitted without class hours on record" }
why      = "8学时团课是入团的必备条件。一条学时记录也没有的，是没上，还是上了没登记？"
source   = "发展团员工作细则（中青发〔2023〕13号）；中学团校 → 团课签到与结业登记表"
owner    = "团县委组织部"
reviewed = 2026-11-22
order    = 976
severity = "warn"
cure     = "上过的补录学时登记表；没上的补上，并写明情况。"
caveat   = "只看本县第一条学时记录以后入团的人；从没报过学时的县不看。学时登记表常在学期末、年末才做，所以入团那一年（自然年、学年都算）年底以前登记的都认。学时够不够8个，在入团条件里看。按支部大会（没有的按审批）那天算。只报人数。"
*/
WITH begun AS (
    SELECT
        _county,
        min(on_date) AS on_date
    FROM class_hours
    WHERE hours > 0
    GROUP BY _county
),

judged AS (
    SELECT
        joined.area_code,
        joined._county,
        joined.branch,
        joined.on_date,
        NOT EXISTS (
            SELECT 1
            FROM class_hours AS record
            WHERE record.person = joined.person
                AND record.hours > 0
                AND record.on_date <= greatest(              -- a register is dated when it is made: to the end of that year
                    make_date(year(joined.on_date), 12, 31),
                    make_date(year(joined.on_date - INTERVAL 8 MONTH) + 1, 8, 31)
                )
        ) AS is_missing
    FROM league_joining AS joined
    JOIN begun
        ON begun._county = joined._county
        AND begun.on_date <= joined.on_date
)

SELECT
    month.period,
    judged.area_code,
    CASE WHEN area.level = 'school' THEN area.name ELSE coalesce(judged.branch, area.name) END AS unit,
    CASE WHEN area.level = 'school' THEN area.area_code ELSE coalesce(judged.branch, area.area_code) END AS key,
    min(judged.on_date) FILTER (judged.is_missing) AS since,
    NULL::DATE AS due,
    count(*) FILTER (judged.is_missing) || '名新团员没有团课学时记录（共' || count(*) || '名）' AS detail
FROM judged
JOIN area ON area.area_code = judged.area_code
JOIN month_end AS month
    ON month.area_code = judged._county
    AND judged.on_date <= month.last_day
GROUP BY month.period, judged.area_code, unit, key
HAVING count(*) FILTER (judged.is_missing) > 0
