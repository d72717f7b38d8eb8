"""Sheets that lie in memory as a frame of texts: workbooks and HTML tables."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import duckdb
import polars as pl

from tuanqing.store.reading import staging
from tuanqing.store.reading.sheet import HEAD_ROWS, LoadReport, Merge, Sheet, trimmed
from tuanqing.store.warehouse.sql import quoted


@dataclass
class Grid:
    """Row i of `frame` (all columns String) is line i + 1 of the sheet."""

    frame: pl.DataFrame
    merges: list[Merge] = field(default_factory=list)
    hidden_lines: set[int] = field(default_factory=set)

    def load(
        self,
        con: duckdb.DuckDBPyConnection,
        table: str,
        after_line: int,
        width: int,
        fill_columns: Sequence[int] = (),
        tier: Literal["fast", "careful"] | None = None,
    ) -> LoadReport:
        """See `Sheet.load`."""
        del tier
        frame = self.filled(after_line, fill_columns)
        frame = frame.with_columns(pl.when(pl.all().str.strip_chars() != "").then(pl.all()))
        frame = frame.with_columns(line=pl.int_range(1, frame.height + 1, dtype=pl.Int64))
        frame = frame.filter(pl.col("line") > after_line)
        hidden = pl.Series(sorted(self.hidden_lines), dtype=pl.Int64)
        visible = frame.filter(~pl.col("line").is_in(hidden.implode()))
        names = staging.columns(width)
        cells = [column for column in visible.columns if column != "line"]
        surplus = [pl.col(column) for column in cells[width:]]
        extra = (
            pl.concat_str(
                [pl.when(column.str.strip_chars() != "").then(column) for column in surplus],
                separator=staging.SURPLUS,
                ignore_nulls=True,
            )
            if surplus
            else pl.lit("")
        )
        visible = visible.with_columns(extra=pl.when(extra != "").then(extra))
        faulty = pl.col("extra").is_not_null()
        visible = visible.with_columns(
            *[pl.lit(None, pl.String).alias(name) for name in names if name not in cells],
            fault=pl.when(faulty).then(pl.lit("too_many")),
            original=pl.when(faulty).then(
                pl.concat_str([pl.col(name).fill_null("") for name in cells] or [pl.lit("")], separator="\t")
            ),
        )
        staging.create(con, table, width)
        chosen = visible.select("line", *names, "extra", "fault", "original")
        staging.insert(con, quoted(table + "_rows"), chosen, width)
        return LoadReport(visible.height, frame.height - visible.height, False)

    def filled(self, after_line: int, fill_columns: Sequence[int]) -> pl.DataFrame:
        """The frame with the columns named filled downwards inside merged ranges of the body."""
        ranges: dict[str, list[tuple[int, int]]] = {}
        for first, column, last, _last_column in self.merges:
            if last > first > after_line and column in fill_columns and column < self.frame.width:
                ranges.setdefault(self.frame.columns[column], []).append((first, last))
        changed = []
        for name, spans in ranges.items():
            values = self.frame[name].to_list()
            for first, last in spans:
                if first <= len(values) and values[first - 1]:
                    for line in range(first, min(last, len(values))):
                        values[line] = values[line] or values[first - 1]
            changed.append(pl.Series(name, values, dtype=pl.String))
        return self.frame.with_columns(changed)


def describe(sheet: Sheet, grid: Grid) -> Sheet:
    """Fill in the head and width of `sheet` from its grid."""
    sheet.merges, sheet.hidden_lines = grid.merges, grid.hidden_lines
    rows = grid.frame.head(HEAD_ROWS + len(grid.hidden_lines)).iter_rows()
    for line, row in enumerate(rows, 1):
        if line not in grid.hidden_lines and len(sheet.head) < HEAD_ROWS:
            sheet.head.append([cell or "" for cell in row])
            sheet.head_lines.append(line)
    sheet.width = max((len(trimmed(row)) for row in sheet.head), default=0)
    sheet.head = [row[: sheet.width] for row in sheet.head]
    sheet.columns = sheet.columns or list(range(grid.frame.width))
    return sheet


def without_columns(
    frame: pl.DataFrame, merges: list[Merge], hidden: set[int]
) -> tuple[pl.DataFrame, list[Merge]]:
    """The frame and its merges without the hidden columns."""
    kept = [column for column in range(frame.width) if column not in hidden]
    frame = frame.select([frame.columns[column] for column in kept])
    moved = []
    for first, left, last, right in merges:
        columns = [column for column in range(left, right + 1) if column not in hidden]
        if columns:
            gone = sum(column < columns[0] for column in hidden)
            moved.append((first, columns[0] - gone, last, columns[0] - gone + len(columns) - 1))
    return renamed(frame), moved


def renamed(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with its columns called c0, c1 ..."""
    return frame.rename(dict(zip(frame.columns, staging.columns(frame.width), strict=True)))
