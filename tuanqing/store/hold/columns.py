"""What the modules that hold rows to a contract hand each other."""

from dataclasses import dataclass, field
from datetime import date

import duckdb
import polars as pl

from tuanqing.store.recognise.recognition import Recognition
from tuanqing.store.warehouse.register import Register


@dataclass
class Scope:
    """Where a sheet's names are looked up."""

    register: Register
    area: str | None  # the county (or prefecture) the sheet belongs to
    on: date | None  # the date the names are of
    key: bytes  # for HMAC
    place: str | None = None  # the township or school of rows that name none, where no column could


@dataclass
class ColumnSql:
    """SQL over `raw` for some columns: what to select, what to join, what is wrong with a row."""

    select: dict[str, str] = field(default_factory=dict)
    joins: list[str] = field(default_factory=list)
    faults: dict[str, tuple[str, str]] = field(default_factory=dict)  # column → (is it wrong, the sentence)
    warnings: list[str] = field(default_factory=list)


def cell_of(recognition: Recognition, column: str) -> str | None:
    """The cell of `raw` a column is read from."""
    mapped = recognition.index(column)
    return f"raw.c{mapped.index}" if mapped else None


def distinct(con: duckdb.DuckDBPyConnection, cell: str, condition: str) -> list[str]:
    """The distinct texts of a cell among the data rows that meet a condition."""
    bare, where = cell.removeprefix("raw."), condition.replace("raw.", "")
    sql = f"SELECT DISTINCT {bare} FROM raw WHERE kind = 'data' AND {where} ORDER BY 1"
    return [row[0] for row in con.execute(sql).fetchall()]


def fill(con: duckdb.DuckDBPyConnection, table: str, frame: pl.DataFrame, select: str = "*") -> None:
    """A temporary table from a frame."""
    con.register("incoming", frame)
    con.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT {select} FROM incoming")
    con.unregister("incoming")
