/*
title    = { zh = "同一人在两所学校任辅导员", en = "Counsellor in two schools" }
why      = "大队、中队、小队辅导员由本校老师担任。两所学校都有他，辅导员就数了两遍。"
source   = "少先队辅导员管理办法，2023（四部门）；少先队辅导员名册"
owner    = "团县委学少部"
reviewed = 2026-11-29
order    = 524
doubts   = "counsellor"
severity = "warn"
cure     = "核对在哪所学校任教；调走了的，原学校的记录撤下。"
caveat   = "只看大队、中队、小队辅导员，校外辅导员和总辅导员可以带几所。不显示姓名，按辅导员键的末6位核对。按编号小的那所不算存疑。"
*/
SELECT
    period,
    min(counsellor._county) AS area_code,
    '辅导员' || right(person, 6) AS unit,
    right(person, 6) AS key,
    NULL::DATE AS since,
    NULL::DATE AS due,
    '在' || count(DISTINCT school) || '所学校带队：' || string_agg(DISTINCT area.name, '、' ORDER BY area.name) AS detail,
    list({ 'batch': counsellor._batch, 'line': counsellor._line } ORDER BY school, counsellor._batch, counsellor._line)
        FILTER (school > first_school) AS doubtful
FROM (
    SELECT
        *,
        min(school) OVER (PARTITION BY period, person) AS first_school
    FROM counsellor_monthly
    WHERE kind IN ('brigade', 'squadron', 'squad')
        AND person IS NOT NULL
        AND school IS NOT NULL
) AS counsellor
JOIN area ON area.area_code = counsellor.school
GROUP BY period, person
HAVING count(DISTINCT school) > 1
