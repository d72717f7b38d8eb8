"""Sheets that lie in memory as a frame of texts: workbooks and HTML tables."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import duckdb
import polars as pl

from tuanqing.store.cell.text import bare
from tuanqing.store.reading import staging
from tuanqing.store.reading.bounds import MOST_CELL
from tuanqing.store.reading.sheet import HEAD_ROWS, LoadReport, Merge, Row, Sheet, trimmed
from tuanqing.store.reading.told import filtered_lines_question, hidden_lines_note
from tuanqing.store.warehouse.sql import quoted

WRAPPED = '^\\s*="|_x[0-9A-Fa-f]{4}_'
MOST_COVERED = 5_000_000  # cells that merges lie over, one laid over another counted twice


@dataclass
class Grid:
    """Row i of `frame` (all columns String) is line `first_line` + i of the sheet."""

    frame: pl.DataFrame
    merges: list[Merge] = field(default_factory=list)
    hidden_lines: set[int] = field(default_factory=set)
    first_line: int = 1
    filtered_lines: set[int] = field(default_factory=set)  # those of the hidden lines that a filter hides
    long_lines: set[int] = field(
        default_factory=set
    )  # a cell of theirs was longer than a table can hold, and cut

    @property
    def size(self) -> int:
        """Its cells, empty ones too."""
        return self.frame.height * self.frame.width

    @property
    def last_line(self) -> int:
        """The line of the last row."""
        return self.first_line + self.frame.height - 1

    def rows(self) -> Iterator[Row]:
        """See `Sheet.rows`."""
        for line, cells in enumerate(self.frame.iter_rows(), self.first_line):
            fault = "too_long" if line in self.long_lines else None
            yield Row(line, [cell or "" for cell in cells], fault, line in self.hidden_lines)

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
        lines = pl.int_range(self.first_line, self.last_line + 1, dtype=pl.Int64)
        frame = frame.with_columns(line=lines).filter(pl.col("line") > after_line)
        visible = frame.filter(~pl.col("line").is_in(_lines(self.hidden_lines)))
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
        fault = pl.when(pl.col("line").is_in(_lines(self.long_lines))).then(pl.lit("too_long"))
        visible = visible.with_columns(
            *[pl.lit(None, pl.String).alias(name) for name in names if name not in cells],
            fault=fault.when(pl.col("extra").is_not_null()).then(pl.lit("too_many")),
        ).with_columns(
            original=pl.when(pl.col("fault").is_not_null()).then(
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
                top = first - self.first_line
                if 0 <= top < len(values) and values[top]:
                    for place in range(top + 1, min(last - self.first_line + 1, len(values))):
                        values[place] = values[place] or values[top]
            changed.append(pl.Series(name, values, dtype=pl.String))
        return self.frame.with_columns(changed)

    def without_long_cells(self) -> "Grid":
        """With every cell cut to what a table can hold, and the lines where one was."""
        if not self.frame.width:
            return self
        long = (
            self.frame.select(pl.any_horizontal(pl.all().str.len_chars() > MOST_CELL)).to_series().arg_true()
        )
        lines = {place + self.first_line for place in long}
        frame = self.frame.with_columns(pl.all().str.head(MOST_CELL)) if lines else self.frame
        return replace(self, frame=frame, long_lines=lines)


def _lines(numbers: set[int]) -> pl.Expr:
    return pl.lit(pl.Series(sorted(numbers), dtype=pl.Int64)).implode()


def describe(sheet: Sheet, grid: Grid) -> Sheet:
    """`sheet` over `grid`, with its head and width."""
    sheet.source = grid = replace(_bared(grid).without_long_cells(), merges=_inside(grid))
    sheet.merges, sheet.hidden_lines = grid.merges, grid.hidden_lines
    if by_filter := grid.filtered_lines & grid.hidden_lines:
        sheet.questions.append(filtered_lines_question(by_filter))
    if on_purpose := grid.hidden_lines - grid.filtered_lines:
        sheet.notes.append(hidden_lines_note(on_purpose))
    rows = grid.frame.head(HEAD_ROWS + len(grid.hidden_lines)).iter_rows()
    for line, row in enumerate(rows, grid.first_line):
        if line not in grid.hidden_lines and len(sheet.head) < HEAD_ROWS:
            sheet.head.append([cell or "" for cell in row])
            sheet.head_lines.append(line)
    sheet.width = max((len(trimmed(row)) for row in sheet.head), default=0)
    sheet.head = [row[: sheet.width] for row in sheet.head]
    sheet.columns = sheet.columns or list(range(grid.frame.width))
    return sheet


def _bared(grid: Grid) -> Grid:
    """With the texts themselves where programs wrapped them: ="…", _x000D_."""
    if not grid.frame.width:
        return grid
    odd = [c.name for c in grid.frame if c.str.contains(WRAPPED).any()]
    return replace(grid, frame=grid.frame.with_columns(_bare_column(grid.frame[name]) for name in odd))


def _bare_column(column: pl.Series) -> pl.Series:
    return pl.Series(column.name, [cell and bare(cell) for cell in column], dtype=pl.String)


def _inside(grid: Grid) -> list[Merge]:
    """The merges as far as they lie over the rows and columns that are there."""
    found: dict[Merge, None] = {}
    budget = MOST_COVERED
    for first, left, last, right in grid.merges:
        last, right = min(last, grid.last_line), min(right, grid.frame.width - 1)
        budget -= max(last - first + 1, 0) * max(right - left + 1, 0)
        if budget < 0:
            break
        if first <= last and left <= right and (first < last or left < right):
            found[first, left, last, right] = None
    return list(found)


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
