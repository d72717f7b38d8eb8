-- Every area with everything above it and itself: what a number is summed up along.
WITH RECURSIVE climb AS (
    SELECT
        area.area_code,
        area.area_code AS ancestor_code,
        area.level AS ancestor_level,
        area.parent_code AS next_code,
        0 AS steps
    FROM area
    UNION ALL
    SELECT
        climb.area_code,
        parent.area_code,
        parent.level,
        parent.parent_code,
        climb.steps + 1
    FROM climb
    JOIN area AS parent ON parent.area_code = climb.next_code
    WHERE climb.steps < 12                                   -- a register that bites its own tail still ends
)
SELECT area_code, ancestor_code, ancestor_level, steps
FROM climb
