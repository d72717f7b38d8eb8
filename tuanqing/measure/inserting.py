"""Rows into a table."""

from collections.abc import Sequence
from typing import Any

import duckdb


def insert(con: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Sequence[Any]]) -> None:
    """All rows in one statement."""
    if not rows:
        return
    marks = ", ".join([f"({', '.join('?' * len(rows[0]))})"] * len(rows))
    con.execute(f"INSERT INTO {table} VALUES {marks}", [value for row in rows for value in row])
