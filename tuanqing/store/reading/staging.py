"""Rows from Python into the temporary table that `Sheet.load` promises."""

from collections.abc import Iterable, Sequence
from itertools import islice

import duckdb
import polars as pl

from tuanqing.store.warehouse.sql import quoted

CHUNK = 10_000
SURPLUS = " | "

Text = tuple[int, Sequence[str | None], str | None, str | None]  # line, cells, fault, the line as it stands


def columns(width: int) -> list[str]:
    """The names of the cell columns."""
    return [f"c{number}" for number in range(width)]


def create(con: duckdb.DuckDBPyConnection, table: str, width: int) -> None:
    """An empty `<table>_rows` and the view `table` over it."""
    cells = "".join(f", {name} VARCHAR" for name in columns(width))
    rows = quoted(table + "_rows")
    con.execute(
        f"create temp table {rows} (line BIGINT{cells}, extra VARCHAR, fault VARCHAR, original VARCHAR)"
    )
    con.execute(f"create temp view {quoted(table)} as from {rows}")


def judge(
    cells: Sequence[str], width: int, usual: int, fault: str | None
) -> tuple[list[str | None], str | None, str | None]:
    """The cells fitted to `width`, what is left over, and the fault of a row of a text file.

    Empty cells beyond the width are no fault where the file usually has them; elsewhere an unquoted comma in
    a number may have pushed the cells to the right. Nor is it a fault to lack the cells that most rows lack
    (spreadsheets leave out the separators of a last column without entries).
    """
    count = len(cells)
    if not any(cells) or (count <= 1 and not cells[0].strip()):  # a blank row, however many separators it has
        return [None] * width, None, fault
    fitted: list[str | None] = [cell or None for cell in cells[:width]]
    extra = None
    if count > width:
        surplus = [cell for cell in cells[width:] if cell.strip()]
        extra = SURPLUS.join(surplus) or None
        if surplus or count > max(usual, width):
            fault = fault or "too_many"
    elif count < width:
        fitted += [None] * (width - count)
        if count != usual:
            fault = fault or "too_few"
    return fitted, extra, fault


def append(con: duckdb.DuckDBPyConnection, table: str, width: int, usual: int, rows: Iterable[Text]) -> int:
    """Add text rows to `<table>_rows`, fitted to `width`; returns how many there were."""
    target = quoted(table + "_rows")
    names = ["line", *columns(width), "extra", "fault", "original"]
    schema = dict.fromkeys(names, pl.String) | {"line": pl.Int64}
    iterator = iter(rows)
    total = 0
    while chunk := list(islice(iterator, CHUNK)):
        fitted = []
        for line, cells, fault, original in chunk:
            if len(cells) == width and width > 1 and fault is None:
                fitted.append((line, *cells, None, None, None))
                continue
            values, extra, found = judge(cells, width, usual, fault)  # ty: ignore[invalid-argument-type]
            fitted.append((line, *values, extra, found, original if found else None))
        frame = pl.DataFrame(
            [
                pl.Series(name, values, dtype=schema[name])
                for name, values in zip(names, zip(*fitted, strict=True), strict=True)
            ]
        )
        insert(con, target, frame, width)
        total += len(chunk)
    return total


def insert(con: duckdb.DuckDBPyConnection, target: str, frame: pl.DataFrame, width: int) -> None:
    """Add a frame that has the table's columns; empty texts become NULL."""
    cells = ", ".join(f"nullif({name}, '') as {name}" for name in columns(width))
    con.register("tuanqing_chunk", frame)
    try:
        con.execute(f"insert into {target} select line, {cells}, extra, fault, original from tuanqing_chunk")
    finally:
        con.unregister("tuanqing_chunk")
