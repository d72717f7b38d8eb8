"""Text tables: CSV, TSV, semicolon or pipe; the careful reader and the choice between it and the fast one."""

import io
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Literal

import duckdb

from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.store.reading import fast, staging
from tuanqing.store.reading.encoding import decide
from tuanqing.store.reading.records import records, split
from tuanqing.store.reading.sheet import HEAD_ROWS, LoadReport, Sheet, trimmed

FAST_FROM = 4 << 20  # bytes; below this the careful reader is quick enough
SEPARATORS = (",", "\t", ";", "|")


@dataclass
class Text:
    """A text file whose encoding and separator are known."""

    path: Path
    encoding: str
    separator: str
    size: int
    modified: int
    usual: int = 0  # cells most lines have

    def lines(self) -> Iterator[str]:
        """Its physical lines, each newline as \\n (\\r\\n and a lone \\r count as one too)."""
        with self.path.open(encoding=self.encoding, newline=None) as stream:
            yield from stream

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
        status = stat(self.path)
        if (status.st_size, status.st_mtime_ns) != (self.size, self.modified):
            raise Refused(
                _("{file}: the file changed while it was being read. Read it again.").format(
                    file=self.path.name
                )
            )
        if tier == "fast" or (tier is None and self.size > FAST_FROM):
            loaded = self._fast(con, table, after_line, width)
            if loaded is not None:
                return LoadReport(loaded, 0, True)
        staging.create(con, table, width)
        rows = islice(self.lines(), after_line, None)
        body = records(rows, self.separator, width, after_line + 1)
        return LoadReport(staging.append(con, table, width, self.usual, body), 0, False)

    def _fast(self, con: duckdb.DuckDBPyConnection, table: str, after_line: int, width: int) -> int | None:
        """Load through DuckDB, from a temporary UTF-8 copy where needed; None when that cannot be exact."""
        straight = self.encoding in ("utf-8", "utf-8-sig") and not set(str(self.path)) & set("*?[]{}")
        if straight:
            return fast.load(con, table, fast.Table(self.path, self.separator, after_line, width, self.usual))
        with tempfile.TemporaryDirectory(prefix="tuanqing-") as folder:
            copy = Path(folder) / "table.csv"
            with (
                self.path.open(encoding=self.encoding, newline="") as source,
                copy.open("w", encoding="utf-8", newline="") as target,
            ):
                shutil.copyfileobj(source, target, 1 << 20)
            return fast.load(con, table, fast.Table(copy, self.separator, after_line, width, self.usual))


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
    """The one sheet of a text file; raises Refused when its bytes do not decode."""
    status = stat(path)
    encoding = decide(path, encoding)
    text = Text(path, encoding, separator or ",", status.st_size, status.st_mtime_ns)
    return [text_sheet(text, path.name, separator)]


def text_sheet(text: Text, file: str, separator: str | None) -> Sheet:
    """The sheet of `text`, its separator sniffed from the first lines unless given."""
    start = list(islice(text.lines(), HEAD_ROWS * 4))
    text.separator = separator or sniff_separator(start)
    width = usual_width(start, text.separator)
    text.usual = width or 0
    sheet = Sheet(file, "", "text", text, encoding=text.encoding, separator=text.separator)
    for line, cells, _fault, _original in islice(records(start, text.separator, width), HEAD_ROWS):
        sheet.head.append([cell.strip("\ufeff") for cell in cells])
        sheet.head_lines.append(line)
    sheet.width = max((len(trimmed(row)) for row in sheet.head), default=0)
    sheet.head = [row[: sheet.width] for row in sheet.head]
    sheet.columns = list(range(sheet.width))
    return sheet


def sniff_separator(lines: Sequence[str]) -> str:
    """The separator that cuts most of `lines` into the same number (more than one) of cells."""
    if lines and lines[0].lower().startswith("sep=") and len(lines[0].rstrip("\n")) == 5:
        return lines[0][4]
    best, most = ",", 0
    for separator in SEPARATORS:
        usual, times = _usual(lines, separator)
        score = (usual - 1) * times
        if score > most:
            best, most = separator, score
    return best


def usual_width(lines: Sequence[str], separator: str) -> int | None:
    """The commonest number of cells; None when there is no line."""
    return _usual(lines, separator)[0] or None


def _usual(lines: Sequence[str], separator: str) -> tuple[int, int]:
    widths: Counter[int] = Counter()
    for line in islice(lines, HEAD_ROWS * 2):
        bare = line.rstrip("\n")
        if bare.strip():
            cells = split(bare, separator) if '"' in bare else bare.split(separator)
            count = bare.count(separator) + 1 if isinstance(cells, bool) else len(cells)
            widths[count] += 1
    wider = {width: times for width, times in widths.items() if width > 1}
    if not wider:
        return (1, sum(widths.values())) if widths else (0, 0)
    return max(wider.items(), key=lambda item: (item[1] * (item[0] - 1), item[0]))


def head_lines(text: str) -> Iterator[str]:
    """The physical lines of a string."""
    return chain(io.StringIO(text, newline=None))
