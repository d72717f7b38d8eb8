/*
title       = { zh = "按期换届率", en = "Re-elections held on time" }
called      = ["团组织按期换届率", "换届及时率"]
why         = "到期的组织有没有按时换届。分母是这段时间到期的组织，不是全部组织。"
numerator   = "应换届日期当天或以前完成换届的组织数"
denominator = "应换届日期在这段时间里的组织数"
unit        = "percent"
better      = "higher"
over_time   = "sum"
target      = 100
by          = { body = "届别类型" }
source      = "中国共产主义青年团章程，2023；基层组织选举工作条例，中青发〔2025〕1号"
owner       = "团县委组织部"
reviewed    = 2026-11-22
order       = 131
pages       = { terms = 1 }
optional    = ["term.due_on", "term.started_on"]
caveat      = "应换届日期以台账为准，台账没写的按届期规定推算（届期长短看起始那天有效的规定）。批准延期的不算按期，看“尚未换届的组织数”。名册日期以后才到期的不算。只看名册当年和前两年；名册上最早一次换届的那个月以前到期的也不算：那时按期换了的，名册上已经看不到了。"
*/
WITH recorded AS (                                           -- the first re-election a list has on record
    SELECT
        *,
        coalesce(
            date_trunc('month', min(held_on) OVER (PARTITION BY _county)),
            date_trunc('year', day)
        ) AS since
    FROM term_due
    WHERE NOT is_congress
        AND is_newest
)

SELECT
    area_code,
    date_trunc('month', due_on)::DATE AS period,
    name AS unit,
    body,
    coalesce(held_on <= due_on, false)::INTEGER AS numerator,
    1 AS denominator
FROM recorded
WHERE due_on <= day                                          -- what falls due after the list was made cannot be judged
    -- Of what fell due before, only those who failed are left on the list: a rate of them would say 0 %.
    AND due_on >= since
    AND due_on >= date_trunc('year', day) - INTERVAL 2 YEAR
