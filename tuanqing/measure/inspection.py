"""What the checks find, worked out for the end of every month something is known of, into one table."""

import duckdb

from tuanqing.define.errors import Malformed
from tuanqing.define.query import Check

TABLE = """
CREATE TABLE IF NOT EXISTS main.finding (
    check_name VARCHAR,
    period DATE,                 -- the first day of the month at whose end it stands
    area_code VARCHAR,
    place_code VARCHAR,          -- the county it lies in, else itself: whose months it goes by
    unit VARCHAR,
    key VARCHAR,                 -- the same finding has the same in every month and after every import
    since DATE,                  -- as the check says, else the first of the months it has stood in without a gap
    due DATE,                    -- by when it ought to have been done
    detail VARCHAR);
"""


def fill(con: duckdb.DuckDBPyConnection, check: Check) -> None:
    """One check's findings into the table. Raises Malformed where it leaves out which month, place or finding it is."""
    lost = con.execute(
        f"SELECT count(*) FROM checks.{check.name} WHERE period IS NULL OR area_code IS NULL OR key IS NULL"
    ).fetchall()[0][0]
    if lost:
        raise Malformed(
            f"queries/{check.topic}/{check.name}.sql",
            f"gives {lost} rows without period, area_code or key; nobody could find or follow them.",
            "Give every row all three, or leave such rows out.",
        )
    con.execute(
        f"""
        INSERT INTO main.finding
        SELECT '{check.name}', period, area_code, place_code, unit::VARCHAR, key,
            coalesce(since, min(period) OVER (PARTITION BY area_code, key, run))::DATE, due::DATE, detail::VARCHAR
        FROM (
            SELECT *, 12 * year(period) + month(period) - dense_rank() OVER (PARTITION BY area_code, key ORDER BY period) AS run
            FROM (
                SELECT found.* REPLACE (date_trunc('month', found.period)::DATE AS period, found.key::VARCHAR AS key),
                    coalesce(path.ancestor_code, found.area_code) AS place_code
                FROM checks.{check.name} AS found
                LEFT JOIN area_path AS path ON path.area_code = found.area_code AND path.ancestor_level = 'county'
            ) AS found
            SEMI JOIN month_end ON month_end.area_code = found.place_code AND month_end.period = found.period
        )
        """
    )
