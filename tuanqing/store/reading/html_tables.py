"""HTML tables saved under the name of a workbook, as many back offices export them; web pages in one file (.mht)."""

import email
import email.message
import email.policy
import re
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.store.reading.bounds import MOST_CELL, SURELY_SMALL, check_extent, check_sheets
from tuanqing.store.reading.encoding import decide
from tuanqing.store.reading.grid import Grid, describe
from tuanqing.store.reading.sheet import Merge, Sheet
from tuanqing.store.reading.staging import columns
from tuanqing.store.reading.tags import pieces

CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)""", re.I)
SPAN = re.compile(r"(colspan|rowspan)\s*=\s*[\"']?\s*(\d{1,5})", re.I)
UNSHOWN = re.compile(r"display\s*:\s*none|\bhidden\b(?!\s*[=:])|\bhidden\s*=", re.I)
ALIASES = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "utf8": "utf-8", "unicode": "utf-16"}
MOST_SPAN = 1000
MOST_COVERED = 1_000_000
MOST_TABLES = 5_000
MOST_DEPTH = 50
FOOT_ROWS, HEAD_ROWS = 10, 10  # texts around a table that are taken to belong to it


def open_html(path: Path, encoding: str | None = None) -> list[Sheet]:
    """One sheet per table; raises Refused when there is none or the bytes do not decode."""
    encoding = _encoding(path, encoding)
    with path.open(encoding=encoding, newline=None) as stream:
        return _sheets(path.name, [stream.read()], encoding)


def open_mht(path: Path) -> list[Sheet]:
    """One sheet per table of the pages in a web page saved as one file; raises Refused when there is none."""
    with path.open("rb") as stream:
        bundle = email.message_from_binary_file(stream, policy=email.policy.default)
    pages = []
    for part in bundle.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            pages.append(_decoded(part))
    return _sheets(path.name, pages, None)


def is_mht(start: bytes) -> bool:
    """Whether a file that begins so is a web page saved as one file."""
    head = start[:2048].lower()
    return b"mime-version:" in head and b"content-type:" in head


def _decoded(part: email.message.EmailMessage) -> str:
    body = part.get_payload(decode=True)
    content = body if isinstance(body, bytes) else b""
    declared = CHARSET.search(content[: 1 << 14])
    name = part.get_content_charset() or (
        declared[1].decode("ascii", "replace").lower() if declared else "utf-8"
    )
    for encoding in (ALIASES.get(name, name), "utf-8", "gb18030"):
        try:
            return content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("gb18030", "replace")


def _sheets(file: str, pages: list[str], encoding: str | None) -> list[Sheet]:
    found = [table for page in pages for table in Tables(file).read(page)]
    if not found:
        raise Refused(
            _(
                "{file}: this is a web page or an XML file without a table. Export the table as .xlsx or "
                ".csv, or open it in Excel or WPS and save it as .xlsx."
            ).format(file=file)
        )
    check_sheets(file, len(found))
    sheets = []
    for number, table in enumerate(found, 1):
        name = table.caption.strip() or (_("Table {number}").format(number=number) if len(found) > 1 else "")
        grid = table.grid(file)
        sheets.append(describe(Sheet(file, name, "html", grid, encoding=encoding), grid))
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


@dataclass
class Cell:
    """A cell while it is read. `place` tells which of two cells of a page comes first."""

    place: int
    across: int = 1
    down: int = 1
    text: str = ""


@dataclass
class Table:
    """One table: its rows of cells, and the texts above and below it that belong to no table."""

    place: int
    rows: list[list[Cell]] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)  # places of rows
    caption: str = ""
    above: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)

    @property
    def is_table(self) -> bool:
        """Whether it holds rows of cells; else it only lays out a page, or holds a title."""
        return sum(sum(bool(cell.text) for cell in row) > 1 for row in self.rows) > 1

    def grid(self, file: str) -> Grid:
        """The cells laid out; a spanning cell leaves the places it covers empty. Refused when that is too wide."""
        merges: list[Merge] = []
        rows = [
            *([Cell(0, text=text)] for text in self.above),
            *self.rows,
            *([Cell(0, text=text)] for text in self.below),
        ]
        laid: list[dict[int, str]] = []
        taken: dict[int, set[int]] = {}
        width, budget = 0, MOST_COVERED
        for line, row in enumerate(rows):
            covered = taken.pop(line, set())
            cells: dict[int, str] = {}
            column = 0
            for cell in row:
                while column in covered:
                    column += 1
                across, last = cell.across, min(line + cell.down, len(rows)) - 1
                budget -= across * (last - line)
                if budget < 0:
                    across, last = 1, line
                for below in range(line + 1, last + 1):
                    taken.setdefault(below, set()).update(range(column, column + across))
                if across > 1 or last > line:
                    merges.append((line + 1, column, last + 1, column + across - 1))
                if cell.text:
                    cells[column] = cell.text
                    width = max(width, column + 1)
                column += across
            laid.append(cells)
        check_extent(file, self.caption.strip(), len(laid), width, sum(map(len, laid)))
        series = [
            pl.Series(name, [row.get(place) for row in laid], dtype=pl.String)
            for place, name in enumerate(columns(width))
        ]
        first = len(self.above) + 1
        return Grid(pl.DataFrame(series), merges, {place + first for place in self.hidden})


class Tables:
    """Collects every table of a page; one inside another becomes a table of its own."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.open: list[tuple[Table, Cell | None]] = []  # the tables around, each with its open cell
        self.found: list[Table] = []
        self.cell: Cell | None = None
        self.caption = False
        self.place = self.cells = 0

    def read(self, page: str) -> list[Table]:
        """The tables of a page. Where some are real, the texts of the others belong to them as titles and foot."""
        for self.place, piece in enumerate(pieces(page)):
            if not piece.name:
                self._text(piece.text)
            elif piece.closes:
                self._close(piece.name)
            else:
                self._start(piece.name, piece.text)
        while self.open:
            self._close("table")
        real = [table for table in self.found if table.is_table]
        if real:
            self._give_texts(real)
        return real or [table for table in self.found if any(cell.text for row in table.rows for cell in row)]

    def _give_texts(self, real: list[Table]) -> None:
        texts = sorted(
            (cell.place, cell.text)
            for table in self.found
            if not table.is_table
            for row in table.rows
            for cell in row
            if cell.text
        )
        for place, text in texts:
            after = next((table for table in real if table.place > place), None)
            if after is not None and len(after.above) < HEAD_ROWS:
                after.above.append(text)
            elif after is None and len(real[-1].below) < FOOT_ROWS:
                real[-1].below.append(text)

    def _start(self, name: str, given: str) -> None:
        if name == "table":
            self.open.append((Table(self.place), self.cell))
            self.found.append(self.open[-1][0])
            if len(self.found) > MOST_TABLES or len(self.open) > MOST_DEPTH:
                raise Refused(
                    _(
                        "{file}: the page has more tables, or tables inside tables, than can be read. Open it in "
                        "Excel or WPS, keep the table you need and save it as .xlsx."
                    ).format(file=self.file)
                )
            self.cell, self.caption = None, False
            return
        if not self.open:
            return
        table = self.open[-1][0]
        if name == "tr":
            self._close_cell()
            if UNSHOWN.search(given):
                table.hidden.add(len(table.rows))
            table.rows.append([])
        elif name in ("td", "th"):
            self._close_cell()
            if not table.rows:
                table.rows.append([])
            spans = {key.lower(): min(max(int(count), 1), MOST_SPAN) for key, count in SPAN.findall(given)}
            self.cell = Cell(self.place, spans.get("colspan", 1), spans.get("rowspan", 1))
            table.rows[-1].append(self.cell)
            self.cells += 1
            if self.cells % SURELY_SMALL == 0:
                check_extent(self.file, "", self.cells, 1, self.cells)
        elif name == "caption":
            self.caption = True
        elif name in ("br", "p", "div") and self.cell and self.cell.text:
            self._text("\n")

    def _close(self, name: str) -> None:
        if not self.open:
            return
        if name == "table":
            self._close_cell()
            _table, self.cell = self.open.pop()
        elif name in ("td", "th", "tr"):
            self._close_cell()
        elif name == "caption":
            self.caption = False

    def _text(self, text: str) -> None:
        if self.caption and self.open:
            self.open[-1][0].caption = (self.open[-1][0].caption + text)[:200]
        elif self.cell is not None and len(self.cell.text) <= MOST_CELL:
            self.cell.text += text[: MOST_CELL + 1]

    def _close_cell(self) -> None:
        if self.cell is not None:
            self.cell.text = self.cell.text.strip(" \t\r\n")
        self.cell = None
