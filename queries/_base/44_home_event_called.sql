-- The numbers and names by which events say of which home they are, with the day and the township, where they name one.
SELECT _county, township, home_id AS called, held_on FROM youth_home_event
UNION
SELECT _county, township, home AS called, held_on FROM youth_home_event
