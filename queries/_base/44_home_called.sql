-- What the open homes of each month go by: their numbers and their names, one row each, with whether another home of the
-- county, or of the township, goes by the same.
SELECT
    *,
    count(*) OVER (PARTITION BY period, _county, called) = 1 AS alone,
    count(*) OVER (PARTITION BY period, _county, called, township) = 1 AS alone_here
FROM (
    SELECT
        in_force.period,
        home.*,
        unnest(list_distinct([home.home_id, home.name])) AS called
    FROM youth_home_rows AS home
    JOIN in_force
        ON in_force.dataset = 'youth_home'
        AND in_force.cover = home._cover
        AND in_force.as_of = home._as_of
    WHERE home.status = 'open'
)
