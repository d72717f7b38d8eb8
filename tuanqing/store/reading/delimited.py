"""Text tables: CSV, TSV, semicolon or pipe; the careful reader and the choice between it and the fast one."""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Literal

import duckdb

from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.store.reading import fast, staging
from tuanqing.store.reading.bounds import MOST_LINE, check_extent
from tuanqing.store.reading.dialect import named, sniff
from tuanqing.store.reading.encoding import check_lines, decide
from tuanqing.store.reading.records import Dialect, Record, records
from tuanqing.store.reading.sheet import HEAD_ROWS, LoadReport, Row, Sheet, trimmed
from tuanqing.store.warehouse.scratch import scratch

FAST_FROM = 4 << 20  # bytes; below this the careful reader is quick enough


@dataclass
class Text:
    """A text file whose encoding and separator are known."""

    path: Path
    encoding: str
    bytes: int
    modified: int
    dialect: Dialect = field(default_factory=Dialect)
    usual: int = 0  # cells most lines have

    @property
    def size(self) -> int:
        """About how many cells it has: one in four bytes, were they all short."""
        return self.bytes // 4

    def lines(self) -> Iterator[str]:
        """Its physical lines, each newline as \\n (\\r\\n and a lone \\r count as one too), without the marks that
        files joined to one bring along."""
        with self.path.open(encoding=self.encoding, newline=None) as stream:
            for line in stream:
                yield line.lstrip("\ufeff") if line.startswith("\ufeff") else line

    def rows(self) -> Iterator[Row]:
        """See `Sheet.rows`."""
        for line, cells, fault, _original in self._records(0):
            _values, _extra, found = staging.judge(cells, self.usual, self.usual, fault)
            yield Row(line, cells, found, False)

    def _records(self, after_line: int) -> Iterator[Record]:
        self._check_unchanged()
        rows = islice(self.lines(), after_line, None)
        return records(rows, self.dialect, self.usual or None, after_line + 1)

    def _check_unchanged(self) -> None:
        status = stat(self.path)
        if (status.st_size, status.st_mtime_ns) != (self.bytes, self.modified):
            raise Refused(
                _("{file}: the file changed while it was being read. Read it again.").format(
                    file=self.path.name
                )
            )

    def load(
        self,
        con: duckdb.DuckDBPyConnection,
        table: str,
        after_line: int,
        width: int,
        fill_columns: Sequence[int] = (),  # a text has no merged cells
        tier: Literal["fast", "careful"] | None = None,
    ) -> LoadReport:
        """See `Sheet.load`."""
        del fill_columns
        self._check_unchanged()
        if tier == "fast" or (tier is None and self.bytes > FAST_FROM):
            loaded = self._fast(con, table, after_line, width)
            if loaded is not None:
                return LoadReport(loaded, 0, True)
        staging.create(con, table, width)
        body = self._records(after_line)
        return LoadReport(staging.append(con, table, width, self.usual, body), 0, False)

    def _fast(self, con: duckdb.DuckDBPyConnection, table: str, after_line: int, width: int) -> int | None:
        """Load through DuckDB, from a temporary UTF-8 copy where needed; None when that cannot be exact."""
        if not self.dialect.is_plain:
            return None
        straight = self.encoding in ("utf-8", "utf-8-sig") and not set(str(self.path)) & set("*?[]{}")
        if straight:
            return fast.load(con, table, fast.Table(self.path, self.dialect, after_line, width, self.usual))
        with scratch() as folder:
            copy = folder / "table.csv"
            with (
                self.path.open(encoding=self.encoding, newline="") as source,
                copy.open("w", encoding="utf-8", newline="") as target,
            ):
                shutil.copyfileobj(source, target, 1 << 20)
            return fast.load(con, table, fast.Table(copy, self.dialect, after_line, width, self.usual))


def stat(path: Path):
    """The file's status; Refused with a sentence when it is not there."""
    try:
        return path.stat()
    except OSError:
        raise Refused(
            _("{file}: the file cannot be read. Check that it exists and may be opened.").format(
                file=path.name
            )
        ) from None


def open_text(path: Path, encoding: str | None = None, separator: str | None = None) -> list[Sheet]:
    """The one sheet of a text file; raises Refused when its bytes do not decode, or it is wider than a table is."""
    status = stat(path)
    check_lines(path)
    text = Text(path, decide(path, encoding), status.st_size, status.st_mtime_ns)
    return [text_sheet(text, path.name, named(separator))]


def text_sheet(text: Text, file: str, separator: str | None) -> Sheet:
    """The sheet of `text`, its dialect sniffed from the first lines; `separator` where it is known."""
    start = list(_within(MOST_LINE * 4, islice(text.lines(), HEAD_ROWS * 4)))
    text.dialect, text.usual = sniff(start, separator)
    sheet = Sheet(file, "", "text", text, encoding=text.encoding, separator=text.dialect.separator)
    sound = 0
    for line, cells, fault, _original in islice(records(start, text.dialect, text.usual), HEAD_ROWS):
        sheet.head.append([cell.strip("\ufeff") for cell in cells])
        sheet.head_lines.append(line)
        if fault is None:  # a quote in the wrong place makes no column
            sound = max(sound, len(trimmed(sheet.head[-1])))
    sheet.width = sound or max((len(trimmed(row)) for row in sheet.head), default=0)
    check_extent(file, "", 1, sheet.width, sheet.width)
    sheet.head = [row[: sheet.width] for row in sheet.head]
    sheet.columns = list(range(sheet.width))
    return sheet


def _within(characters: int, lines: Iterator[str]) -> Iterator[str]:
    """The first of `lines` that together are about so long."""
    for line in lines:
        yield line
        characters -= len(line)
        if characters < 0:
            return
