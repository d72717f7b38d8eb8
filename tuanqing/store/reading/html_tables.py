"""HTML tables saved under the name of a workbook, as many back offices export them."""

import re
from html.parser import HTMLParser
from pathlib import Path

import polars as pl

from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.store.reading.encoding import decide
from tuanqing.store.reading.grid import Grid, describe
from tuanqing.store.reading.sheet import Merge, Sheet
from tuanqing.store.reading.staging import columns

CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)""", re.I)
ALIASES = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "utf8": "utf-8", "unicode": "utf-16"}
MOST_SPAN = 1000
MOST_CELLS, MOST_COVERED = 20_000_000, 1_000_000


def open_html(path: Path, encoding: str | None = None) -> list[Sheet]:
    """One sheet per table; raises Refused when there is none or the bytes do not decode."""
    encoding = _encoding(path, encoding)
    with path.open(encoding=encoding, newline=None) as stream:
        tables = Tables()
        while piece := stream.read(1 << 20):
            tables.feed(piece)
        tables.close()
    found = [table for table in tables.done() if table.rows]
    if not found:
        raise Refused(
            _(
                "{file}: this is a web page or an XML file without a table. Export the table as .xlsx or "
                ".csv, or open it in Excel or WPS and save it as .xlsx."
            ).format(file=path.name)
        )
    sheets = []
    for number, table in enumerate(found, 1):
        name = table.caption.strip() or (_("Table {number}").format(number=number) if len(found) > 1 else "")
        grid = table.grid()
        sheets.append(describe(Sheet(path.name, name, "html", grid, encoding=encoding), grid))
    return sheets


def _encoding(path: Path, override: str | None) -> str:
    with path.open("rb") as stream:
        start = stream.read(1 << 14)
    declared = CHARSET.search(start)
    if override is None and declared and not start.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        name = declared[1].decode("ascii", "replace").lower()
        try:
            return decide(path, ALIASES.get(name, name))
        except Refused:
            pass  # pages often declare what they are not
    return decide(path, override)


class Table:
    """One table while it is read: rows of (text, columns spanned, rows spanned)."""

    def __init__(self) -> None:
        self.rows: list[list[tuple[str, int, int]]] = []
        self.caption = ""

    def grid(self) -> Grid:
        """The cells laid out; a spanning cell leaves the places it covers empty."""
        merges: list[Merge] = []
        laid: list[dict[int, str]] = []
        taken: dict[int, set[int]] = {}
        width, budget = 0, MOST_COVERED
        for line, row in enumerate(self.rows):
            covered = taken.pop(line, set())
            cells: dict[int, str] = {}
            column = 0
            for text, across, down in row:
                while column in covered:
                    column += 1
                cells[column] = text
                last = min(line + down, len(self.rows)) - 1
                budget -= across * (last - line)
                if budget < 0:
                    across, last = 1, line
                for below in range(line + 1, last + 1):
                    taken.setdefault(below, set()).update(range(column, column + across))
                if across > 1 or last > line:
                    merges.append((line + 1, column, last + 1, column + across - 1))
                column += across
            width = max(width, column)
            laid.append(cells)
        width = min(width, max(MOST_CELLS // max(len(laid), 1), 1))
        series = [
            pl.Series(name, [row.get(place) for row in laid], dtype=pl.String)
            for place, name in enumerate(columns(width))
        ]
        return Grid(pl.DataFrame(series), merges)


class Tables(HTMLParser):
    """Collects every table; one inside another becomes a table of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[Table, list[str] | None, tuple[int, int]]] = []
        self.found: list[Table] = []
        self.text: list[str] | None = None
        self.span = (1, 1)
        self.caption = False
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            table = Table()
            self.found.append(table)
            self.open.append((table, self.text, self.span))
            self.text, self.caption = None, False
        elif tag in ("script", "style"):
            self.silent += 1
        elif not self.open:
            return
        elif tag == "tr":
            self._close_cell()
            self.open[-1][0].rows.append([])
        elif tag in ("td", "th"):
            self._close_cell()
            if not self.open[-1][0].rows:
                self.open[-1][0].rows.append([])
            values = dict(attrs)
            self.span = (_span(values.get("colspan")), _span(values.get("rowspan")))
            self.text = []
        elif tag == "caption":
            self.caption = True
        elif tag in ("br", "p", "div") and self.text:
            self.text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self.silent = max(self.silent - 1, 0)
        elif not self.open:
            return
        elif tag == "table":
            self._close_cell()
            _table, self.text, self.span = self.open.pop()
        elif tag in ("td", "th", "tr"):
            self._close_cell()
        elif tag == "caption":
            self.caption = False

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        if self.caption and self.open:
            self.open[-1][0].caption += data
        elif self.text is not None:
            self.text.append(data)

    def done(self) -> list[Table]:
        """The tables found, cells left open closed."""
        while self.open:
            self.handle_endtag("table")
        return self.found

    def _close_cell(self) -> None:
        if self.text is not None and self.open:
            rows = self.open[-1][0].rows
            rows[-1].append(("".join(self.text).strip(" \t\r\n"), *self.span))
        self.text = None


def _span(value: str | None) -> int:
    return min(max(int(value), 1), MOST_SPAN) if value and value.strip().isdecimal() and len(value) < 6 else 1
