-- Which county has reported which dataset for which month, wholly or for a part of it. Where nothing was reported an
-- indicator gives no row, and the screen says 暂无数据.
SELECT DISTINCT
    place.dataset,
    path.ancestor_code AS county_code,
    place.period,
    last_day(place.period) AS last_day
FROM place_reported AS place
JOIN area_path AS path
    ON path.area_code = place.area_code
    AND path.ancestor_level = 'county'
    AND path.since <= place.period
    AND path.until > place.period
