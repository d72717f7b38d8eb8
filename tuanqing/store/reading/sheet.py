"""What a file gives: sheets of cell texts, each of which can be put into a table row by row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Protocol

import duckdb

from tuanqing.store.warehouse.sql import quoted

HEAD_ROWS = 60

Kind = Literal["text", "xlsx", "xls", "html", "ods", "xlsb", "xml"]
Merge = tuple[
    int, int, int, int
]  # first_line, first_column, last_line, last_column; lines from 1, columns from 0


class LoadReport(NamedTuple):
    """How a load went: rows in the table, hidden rows left out, and whether DuckDB's own reader did it."""

    rows: int
    hidden: int
    fast: bool


class Row(NamedTuple):
    """One row as it stands: its line, all its cells, what is wrong with it, and whether the sheet hides it."""

    line: int
    cells: list[str]
    fault: str | None
    hidden: bool


class Source(Protocol):
    """Where the rows of a sheet come from."""

    @property
    def size(self) -> int: ...

    def rows(self) -> Iterator[Row]: ...

    def load(
        self,
        con: duckdb.DuckDBPyConnection,
        table: str,
        after_line: int,
        width: int,
        fill_columns: Sequence[int],
        tier: Literal["fast", "careful"] | None,
    ) -> LoadReport: ...


@dataclass
class Sheet:
    """One sheet: its first rows as texts, and a way to load the rest.

    `head` holds the first 60 visible rows, merged cells as they stand (only the top left one has text);
    `head_lines` are their line numbers in the file: the row number in Excel, the physical line in a text.
    `columns` are the positions of the columns in the file (hidden ones are left out).
    """

    file: str
    name: str
    kind: Kind
    source: Source
    encoding: str | None = None
    separator: str | None = None
    hidden: bool = False
    notes: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)  # what must be confirmed before its rows are published
    head: list[list[str]] = field(default_factory=list)
    head_lines: list[int] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    hidden_lines: set[int] = field(default_factory=set)
    red: set[tuple[int, int]] = field(
        default_factory=set
    )  # (line, column) of numbers above zero shown in red
    columns: list[int] = field(default_factory=list)
    date1904: bool = False
    width: int = 0

    def last_line(self, index: int) -> int:
        """The last line of a head row: a row of a text goes on over the line breaks in its quoted cells."""
        if self.kind == "text" and index + 1 < len(self.head_lines):
            return self.head_lines[index + 1] - 1
        return self.head_lines[index]

    @property
    def size(self) -> int:
        """About how many cells it has; of a text as many as it has bytes would be more than enough."""
        return self.source.size

    def rows(self) -> Iterator[Row]:
        """Every row from the first line on, hidden ones too, with all its cells however many; Refused as `load`."""
        return self.source.rows()

    def load(
        self,
        con: duckdb.DuckDBPyConnection,
        table: str,
        after_line: int,
        width: int | None = None,
        fill_columns: Sequence[int] = (),
        tier: Literal["fast", "careful"] | None = None,
    ) -> LoadReport:
        """Put every row after `after_line` into the temporary relation `table`.

        Its columns are line BIGINT and, all VARCHAR, c0 ... c{width-1}, extra, fault and original.
        Empty cells are NULL; blank rows are there; hidden rows are not, and are counted. `fault` is
        NULL, 'too_many', 'too_few' or 'bad_quote'; only then `original` holds the line as it stands, and
        `extra` the surplus cells. `table` is a view over the temporary table `<table>_rows`; `discard`
        removes both. Columns named in `fill_columns` are filled downwards inside merged ranges.
        Raises Refused when the file has gone or changed since it was opened.
        """
        discard(con, table)
        return self.source.load(con, table, after_line, width or max(self.width, 1), fill_columns, tier)


def discard(con: duckdb.DuckDBPyConnection, table: str) -> None:
    """Remove what `Sheet.load` made under this name, if anything."""
    kinds = con.execute(
        "select table_name, table_type from information_schema.tables where table_catalog = 'temp' "
        "and table_name in (?, ?)",
        [table, table + "_rows"],
    ).fetchall()
    for name, kind in sorted(kinds, key=lambda row: row[1] != "VIEW"):
        con.execute(f"drop {'view' if kind == 'VIEW' else 'table'} temp.{quoted(name)}")


def trimmed(cells: Sequence[str]) -> list[str]:
    """`cells` without the empty ones at the end."""
    last = len(cells)
    while last and not cells[last - 1].strip():
        last -= 1
    return list(cells[:last])
