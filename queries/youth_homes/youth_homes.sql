/*
title       = { zh = "青年之家数", en = "Youth Homes" }
called      = ["青年之家", "青年之家阵地数", "建成青年之家数", "已建青年之家数", "建有青年之家数", "现有青年之家数"]
why         = "有多少个开着的青年之家。停用的不算。"
numerator   = "月末运行中的青年之家数（总部、分部、门店都算）"
unit        = "count"
better      = "higher"
over_time   = "last"
by          = { level = "级别" }
source      = "青年之家建设管理导则（试行），2019"
owner       = "团县委青年发展部"
reviewed    = 2026-11-22
order       = 200
caveat      = "级别分总部、分部、门店；没写级别的只进总数。个数不能除以乡镇数当覆盖率，覆盖率看乡镇覆盖率。"
*/
SELECT
    area_code,
    period,
    name AS unit,
    level,
    (status = 'open')::INTEGER AS numerator,                 -- a closed home leaves a 0, so that its township shows 0
    NULL::INTEGER AS denominator
FROM youth_home_monthly
