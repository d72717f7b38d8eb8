/*
title    = { zh = "入团条件的依据", en = "What entry conditions are judged by" }
why      = "一个申请人有没有过必备条件，按这里的数判断。换一条线（8学时改成10学时）谁会变，也从这里算。"
source   = "学校发展团员登记表；中学团校 → 团课签到与结业登记表；志愿服务系统 → 时长记录"
owner    = "团县委学少部"
reviewed = 2026-11-22
order    = 620
caveat   = "只给计算用，不给人看：一人几行。没有的行是没有记录，不是没过；application 一行说这人申请过。已入团的看入团那年，还没入团的看数据截至那年，自然年、学年都算到年底：登记表常在年末才做。以前有过记录、这一年里没有的，时长和学时是0。一学年既有合计又有一节节课的，取大的一个。"
columns  = { area_code = "学校", person = "申请人（散列）", applied_on = "申请日期", measure = "看什么", span = "时段", value = "数", word = "等次" }
*/
SELECT
    area_code,
    person,
    applied_on,
    measure,
    span,
    value,
    word
FROM entry_fact
