/*
title       = { zh = "二星章学校覆盖率", en = "Schools with a two-star badge" }
why         = "每所有少先队的学校都应有二星章。没有的学校，是没开展争章，还是颁了没报。"
numerator   = "截至月末12个月里至少颁过一枚二星及以上奖章（个人或集体）的学校数"
denominator = "有少先队员的学校数"
unit        = "percent"
better      = "higher"
over_time   = "last"
target      = 100
source      = "惠水县：红领巾奖章一星至二星全覆盖，2023；教育局学校名录"
owner       = "团县委学少部"
reviewed    = 2026-11-22
order       = 545
pages       = { badges = 545 }
caveat      = "公布的“全覆盖”没有说分母，按学校算是我们的读法。区划与单位名册里没填少先队员数的学校不进分母。从没报过颁章登记的县没有数，不是0。"
*/
SELECT
    area_code,
    period,
    name AS unit,
    (star >= 2)::INTEGER AS numerator,                       -- one badge or many: the school counts once
    1 AS denominator
FROM school_star
