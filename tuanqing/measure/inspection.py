"""What the checks find, worked out for the end of every month something is known of, into one table; and the rows of data
they cast doubt on into another."""

import duckdb

from tuanqing.define.errors import Malformed
from tuanqing.define.query import DOUBTFUL, Check
from tuanqing.measure import tree

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
CREATE TABLE IF NOT EXISTS main.doubtful (
    check_name VARCHAR,
    dataset VARCHAR,             -- what the check `doubts`
    batch BIGINT,                -- with line: a row of store.<dataset>, by its _batch and _line; each once per check,
    line BIGINT);                -- however many of its findings, and at however many months' ends, rest on it
"""


def fill(con: duckdb.DuckDBPyConnection, check: Check) -> None:
    """One check's findings into the table, and the rows they cast doubt on into theirs. Raises Malformed where it leaves
    out which month, place or finding it is, or which row."""
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE found AS
        SELECT found.* REPLACE (date_trunc('month', found.period::DATE)::DATE AS period, found.key::VARCHAR AS key),
            coalesce(path.ancestor_code, found.area_code) AS place_code
        FROM checks.{check.name} AS found
        LEFT JOIN area_path AS path ON path.area_code = found.area_code AND path.ancestor_level = 'county'
                    AND {tree.lies("path", "found.period::DATE")}
        """
    )
    _hold(
        con, check, "SELECT 1 FROM found WHERE period IS NULL OR area_code IS NULL OR key IS NULL", NAMELESS
    )
    con.execute(
        "DELETE FROM found WHERE (place_code, period) NOT IN (SELECT (area_code, period) FROM month_end)"
    )
    con.execute(
        f"""
        INSERT INTO main.finding
        SELECT '{check.name}', period, area_code, place_code, unit::VARCHAR, key,
            coalesce(since, min(period) OVER (PARTITION BY area_code, key, run))::DATE, due::DATE, detail::VARCHAR
        FROM (
            SELECT *, 12 * year(period) + month(period) - dense_rank() OVER (PARTITION BY area_code, key ORDER BY period) AS run
            FROM found
        )
        """
    )
    if check.doubts:
        rows = f"SELECT unnest({DOUBTFUL}, recursive := true) FROM found"
        _hold(con, check, f"SELECT 1 FROM ({rows}) WHERE batch IS NULL OR line IS NULL", ROWLESS)
        con.execute(
            f"INSERT INTO main.doubtful SELECT DISTINCT '{check.name}', '{check.doubts}', batch, line FROM ({rows})"
        )


NAMELESS = (
    "gives {lost} rows without period, area_code or key; nobody could find or follow them.",
    "Give every row all three, or leave such rows out.",
)
ROWLESS = (
    "doubts {lost} rows without saying which.",
    "List rows of the dataset by their _batch and _line.",
)


def _hold(con: duckdb.DuckDBPyConnection, check: Check, lost: str, fault: tuple[str, str]) -> None:
    (count,) = con.execute(f"SELECT count(*) FROM ({lost})").fetchall()[0]
    if count:
        told, cure = fault
        raise Malformed(f"queries/{check.topic}/{check.name}.sql", told.format(lost=count), cure)
