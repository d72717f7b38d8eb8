/*
title       = { zh = "辅导员配备率", en = "Units with a counsellor" }
why         = "每个大队、中队、小队都要有辅导员带。配备率数的是队，不是人：一个队有两名辅导员也只算一次。"
numerator   = "月末至少有1名在册辅导员的队数"
denominator = "月末在册的大队、中队、小队数"
unit        = "percent"
better      = "higher"
over_time   = "last"
target      = 100
by          = { kind = "队的类型" }
members     = { brigade = "大队", squadron = "中队", squad = "小队" }
source      = "惠水县公布的做法，2023；少先队辅导员管理办法，2023"
owner       = "团县委学少部"
reviewed    = 2026-11-22
order       = 511
pages       = { pioneers = 4 }
optional    = ["counsellor.school", "pioneer_unit.school"]
caveat      = "总数把三层队放在一起除，看分项才知道缺在哪一层。辅导员登记表要写所带队的编号，没写的数不到。"
*/
WITH unit AS (
    SELECT area_code, period, _county, coalesce(township, _county) AS place, name, kind, unit_id, school
    FROM pioneer_unit_monthly
    WHERE kind IN ('brigade', 'squadron', 'squad')
)

SELECT
    unit.area_code,
    unit.period,
    unit.name AS unit,
    unit.kind,
    EXISTS (
        FROM counsellor_monthly AS staffed
        WHERE staffed.period = unit.period
            AND staffed._county = unit._county
            AND staffed.kind = unit.kind                     -- a squadron's counsellor does not staff its brigade
            AND staffed.unit_id = unit.unit_id
            AND coalesce(staffed.school = unit.school, true) -- many schools have a 四(1)中队
    )::INTEGER AS numerator,
    1 AS denominator
FROM unit
JOIN place_reported AS reported                              -- no list of counsellors: unknown, not 0
    ON reported.dataset = 'counsellor'
    AND reported.area_code = unit.place
    AND reported.period = unit.period
