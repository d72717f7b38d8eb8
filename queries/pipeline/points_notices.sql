/*
title    = { zh = "积分公示日历", en = "Public notices of points" }
why      = "哪所学校什么时候公示、公示满没满5个工作日、还有谁在公示，一张表看完。"
source   = "学校积分册 → 积分台账；发展团员工作细则（中青发〔2023〕13号）；规则表“发展团员的期限和比例”"
owner    = "团县委学少部"
reviewed = 2026-11-22
order    = 613
caveat   = "工作日按国务院办公厅公布的放假调休算。积分公示满几天没有单独规定，借用发展对象公示的5个工作日。到台账最后一天还没结束的是正在公示，没写结束日期的看不出满没满。只有人数。"
columns  = { area_code = "学校", notice_from = "公示第一天", notice_to = "公示最后一天", working_days = "工作日", people = "人数", state = "状态" }
members  = { short = "▼ 不足", running = "◷ 正在公示", open = "– 没写结束日期", done = "● 已满" }
*/
WITH latest AS (
    SELECT
        county_code,
        max(last_date) AS last_date
    FROM dated
    WHERE dataset = 'points'
    GROUP BY county_code
),

notice AS (
    SELECT
        points.area_code,
        points._county,
        points.noticed_on AS notice_from,
        points.notice_to,
        last.nth - first.nth + first.is_working::INTEGER AS working_days,
        count(DISTINCT points.person) AS people
    FROM points
    JOIN working_day AS first ON first.day = points.noticed_on
    LEFT JOIN working_day AS last ON last.day = points.notice_to
    GROUP BY ALL
)

SELECT
    notice.area_code,
    notice.notice_from,
    notice.notice_to,
    notice.working_days,
    notice.people,
    CASE
        WHEN notice.working_days < (
            SELECT arg_max(amount, coalesce(length(area), 0))
            FROM rules.league_limit AS rule
            WHERE rule.rule = 'notice_working_days'
                AND starts_with(notice._county, coalesce(rule.area, ''))
                AND rule.valid_from <= notice.notice_from
                AND (rule.valid_to IS NULL OR rule.valid_to > notice.notice_from)
        ) THEN 'short'
        WHEN notice.notice_to >= latest.last_date THEN 'running'
        WHEN notice.notice_to IS NULL THEN 'open'
        ELSE 'done'
    END AS state
FROM notice
JOIN latest ON latest.county_code = notice._county
