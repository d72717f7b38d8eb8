-- Of counties whose ledger has ever held Pioneer money: the months they have reported, saying what money is for.
SELECT DISTINCT
    county.area_code AS county_code,
    spoken.period
FROM spoken
JOIN area_path AS path
    ON path.ancestor_code = spoken.area_code
    AND path.since <= spoken.period
    AND path.until > spoken.period
JOIN area AS county
    ON county.area_code = path.area_code
    AND county.level = 'county'
SEMI JOIN (SELECT _county FROM funding WHERE purpose = 'pioneers') AS booking ON booking._county = county.area_code
WHERE spoken.dataset = 'funding'
    AND list_contains(spoken.columns, 'purpose')
