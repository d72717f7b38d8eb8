-- Which county has reported which dataset for which month. Events: there are rows in that month. A registry:
-- a list is in force. Where nothing was reported an indicator gives no row, and the screen says 暂无数据.
SELECT DISTINCT dataset, county_code, period
FROM dated
WHERE kind = 'events'
UNION
SELECT DISTINCT dataset, county_code, period
FROM in_force
