/*
title     = { zh = "完成换届的组织数", en = "Re-elections held" }
why       = "一段时间里有多少个团组织换了届。这是个数，不是率：没有应换届的总数，除不出来。"
numerator = "实际换届时间在这段时间里的组织数"
unit      = "count"
better    = "higher"
over_time = "sum"
by        = { body = "届别类型" }
source    = "团组织换届台账；中国共产主义青年团章程，2023；基层组织选举工作条例，中青发〔2025〕1号"
owner     = "团县委组织部"
reviewed  = 2026-11-22
order     = 130
pages     = { terms = 2 }
caveat    = "提前换的、超期才换的都算，只看是不是在这段时间里换的；只看名册当年和前两年。"
*/
SELECT
    term.area_code,
    date_trunc('month', term.held_on)::DATE AS period,
    term.name AS unit,
    term.body,
    1 AS numerator,
    NULL::INTEGER AS denominator
FROM term
WHERE term.body NOT LIKE '%congress'
    AND term.held_on >= date_trunc('year', term._as_of) - INTERVAL 2 YEAR    -- what the list says of older days is patchy
