"""The dated tree of a made-up register: the tables every question about what lies below an area is asked of."""

import duckdb

from tuanqing.define import query as queries_of

_COLUMNS = {
    "name": "VARCHAR", "level": "VARCHAR", "kind": "VARCHAR", "counts": "BOOLEAN", "parent_code": "VARCHAR",
    "valid_from": "DATE", "valid_to": "DATE", "successor_code": "VARCHAR", "_batch": "BIGINT", "_line": "BIGINT",
}  # fmt: skip
TREE = tuple((name, sql) for name, sql in queries_of.load_all().shared if name in ("area_span", "area_path"))


def plant(con: duckdb.DuckDBPyConnection, *, view: bool = False) -> None:
    """Make `area_rows` of the table `area`; columns it lacks are NULL, `counts` true. A view follows what is done to it."""
    there = {row[0] for row in con.execute("DESCRIBE area").fetchall()}
    lacking = {name: kind for name, kind in _COLUMNS.items() if name not in there}
    rest = "".join(f", {'true' if n == 'counts' else 'NULL'}::{t} AS {n}" for n, t in lacking.items())
    con.execute(f"CREATE OR REPLACE {'VIEW' if view else 'TABLE'} area_rows AS SELECT *{rest} FROM area")


def grow(con: duckdb.DuckDBPyConnection, *, view: bool = False) -> None:
    """Make `area_rows`, `area_span` and `area_path` of the table `area`."""
    plant(con, view=view)
    for name, sql in TREE:
        con.execute(f"CREATE OR REPLACE {'VIEW' if view else 'TABLE'} {name} AS {sql}")
