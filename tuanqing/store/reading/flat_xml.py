"""Workbooks written as one stream of XML: OpenDocument sheets (.ods, .fods) and SpreadsheetML 2003 (an .xml that is
often named .xls). Read event by event; a file that declares entities is not read at all."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable
from pathlib import Path
from xml.parsers import expat

import polars as pl

from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.store.reading.archive import Archive, bomb, damaged, encrypted
from tuanqing.store.reading.bounds import MOST_CELL, check_extent, check_sheets
from tuanqing.store.reading.encoding import decide
from tuanqing.store.reading.grid import Grid, describe, without_columns
from tuanqing.store.reading.sheet import Kind, Merge, Sheet
from tuanqing.store.reading.staging import columns
from tuanqing.store.reading.told import hidden_columns_note

SPREADSHEETML = "urn:schemas-microsoft-com:office:spreadsheet"
OPENDOCUMENT = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
DURATION = re.compile(r"-?P(?:(\d+)D)?T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d+)?S)?")
ASIDES = ("annotation", "frame", "custom-shape", "control")  # comments and drawings lie in cells, too
MOST_WRITTEN = 5_000_000  # cells that hold something; what is repeated counts every time


def open_ods(path: Path, archive: Archive) -> list[Sheet]:
    """The sheets of an OpenDocument workbook; raises Refused when it is locked, damaged or something else."""
    if b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise encrypted(path.name)
    if "text" in archive.read("mimetype").decode("ascii", "replace").rpartition("opendocument.")[2]:
        raise Refused(
            _(
                "{file}: this is a Word or PowerPoint document, not a workbook. "
                "Copy the table into Excel or WPS and save it as .xlsx."
            ).format(file=path.name)
        )
    return _parsed(_OpenDocument(path.name), archive.pieces("content.xml"))


def open_flat(path: Path, encoding: str | None = None) -> list[Sheet]:
    """The sheets of a workbook that is one XML file; raises Refused when it is damaged."""
    with path.open("rb") as stream:
        start = stream.read(4096)
    reader = _Spreadsheetml(path.name) if is_spreadsheetml(start) else _OpenDocument(path.name)
    with path.open(encoding=_encoding(path, start, encoding), newline=None) as text:
        return _parsed(reader, iter(lambda: text.read(1 << 20), ""))


def is_spreadsheetml(start: bytes) -> bool:
    """Whether a file that begins so is SpreadsheetML 2003."""
    return SPREADSHEETML.encode() in start.replace(b"\0", b"") and b"Workbook" in start.replace(b"\0", b"")


def is_flat(start: bytes) -> bool:
    """Whether a file that begins so is a workbook written as one XML file."""
    bare = start.replace(b"\0", b"")
    return is_spreadsheetml(start) or (OPENDOCUMENT.encode() in bare and b"office:document" in bare)


def _encoding(path: Path, start: bytes, override: str | None) -> str:
    declared = re.search(rb"""<\?xml[^>]{0,200}encoding\s*=\s*["']([\w-]{1,20})""", start)
    if override is None and declared and declared[1].lower().startswith((b"gb", b"big5")):
        override = "big5" if declared[1].lower() == b"big5" else "gb18030"
    return decide(path, override)


def _parsed(reader: "_Reader", pieces: Iterable[bytes | str]) -> list[Sheet]:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, given: reader.start(
        name.rpartition(" ")[2], {key.rpartition(" ")[2]: value for key, value in given.items()}
    )
    parser.EndElementHandler = lambda name: reader.end(name.rpartition(" ")[2])
    parser.CharacterDataHandler = reader.data
    parser.EntityDeclHandler = reader.refuse_entities
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise damaged(reader.file) from None
    return reader.sheets()


class _Page:
    """One sheet while it is read. Lines and columns count from 0 here."""

    def __init__(self, name: str, hidden: bool = False):
        self.name, self.hidden = name, hidden
        self.cells: dict[int, dict[int, str]] = {}
        self.merges: list[Merge] = []
        self.hidden_lines: set[int] = set()
        self.filtered_lines: set[int] = set()
        self.hidden_columns: list[tuple[int, int]] = []
        self.has_filter = False
        self.line = self.column = self.next_column = 0
        self.width = 0


class _Reader(ABC):
    """What both kinds of file have in common: pages, lines, cells."""

    kind: Kind

    def __init__(self, file: str):
        self.file = file
        self.pages: list[_Page] = []
        self.text: list[str] | None = None
        self.size = self.written = 0
        self.aside = 0  # depth inside comments, which are no part of the cell

    @abstractmethod
    def start(self, name: str, given: dict[str, str]) -> None: ...

    @abstractmethod
    def end(self, name: str) -> None: ...

    def data(self, text: str) -> None:
        """Text of the cell that is open, as much of it as a table can hold and a little more to tell that it was cut."""
        if self.text is not None and not self.aside and self.size <= MOST_CELL:
            self.text.append(text)
            self.size += len(text)

    def refuse_entities(self, *_given: object) -> None:
        """A table needs no entities of its own; they make small files unfold into huge ones."""
        raise damaged(self.file)

    def open_cell(self) -> None:
        self.text, self.size = [], 0

    def put(self, text: str, lines: int = 1, across: int = 1) -> None:
        """A cell where the page stands, as often as it is repeated downwards and to the right."""
        page = self.pages[-1]
        if not text.strip():
            return
        self.written += lines * across
        if self.written > MOST_WRITTEN:
            raise bomb(self.file)
        check_extent(self.file, page.name, 1, page.column + across, across)
        page.width = max(page.width, page.column + across)
        for line in range(page.line, page.line + lines):
            row = page.cells.setdefault(line, {})
            for column in range(page.column, page.column + across):
                row[column] = text

    def sheets(self) -> list[Sheet]:
        if not self.pages:
            raise damaged(self.file)
        check_sheets(self.file, len(self.pages))
        return [self._sheet(page) for page in self.pages]

    def _sheet(self, page: _Page) -> Sheet:
        height = max(page.cells, default=-1) + 1
        check_extent(self.file, page.name, height, page.width, sum(map(len, page.cells.values())))
        frame = pl.DataFrame(
            [
                pl.Series(
                    name, [page.cells.get(line, {}).get(place) for line in range(height)], dtype=pl.String
                )
                for place, name in enumerate(columns(page.width))
            ]
        )
        merges = [
            (f + 1, left, min(last + 1, height), right) for f, left, last, right in page.merges if f < height
        ]
        hidden = {c for first, last in page.hidden_columns for c in range(first, min(last + 1, page.width))}
        sheet = Sheet(self.file, page.name, self.kind, Grid(frame), hidden=page.hidden)
        if hidden:
            sheet.columns = [column for column in range(page.width) if column not in hidden]
            frame, merges = without_columns(frame, merges, hidden)
            sheet.notes.append(hidden_columns_note(page.name, hidden))
        lines = {line + 1 for line in page.hidden_lines | page.filtered_lines if line < height}
        by_filter = lines if page.has_filter else {line + 1 for line in page.filtered_lines}
        return describe(sheet, Grid(frame, merges, lines, filtered_lines=by_filter))


class _OpenDocument(_Reader):
    kind = "ods"

    def __init__(self, file: str):
        super().__init__(file)
        self.style, self.unshown = "", set()  # styles of sheets that are not shown
        self.cell: dict[str, str] = {}
        self.lines = 1  # how often the row is repeated
        self.depth = 0  # tables inside tables

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "style":
            self.style = given.get("name", "")
        elif name == "table-properties" and given.get("display") == "false":
            self.unshown.add(self.style)
        elif name == "table":
            self.depth += 1
            if self.depth == 1:
                self.pages.append(_Page(given.get("name", ""), given.get("style-name") in self.unshown))
        elif self.depth != 1 or not self.pages:
            return
        elif name == "table-column":
            page, times = self.pages[-1], _count(given.get("number-columns-repeated"))
            if given.get("visibility") in ("collapse", "filter"):
                page.hidden_columns.append((page.next_column, page.next_column + times - 1))
            page.next_column += times
        elif name == "table-row":
            self._start_row(given)
        elif name in ("table-cell", "covered-table-cell"):
            self.cell = given
            if name == "table-cell":
                self.open_cell()
        elif name in ASIDES:
            self.aside += 1
        elif name == "p" and self.text:
            self.data("\n")
        elif name == "s":
            self.data(" " * min(_count(given.get("c")), MOST_CELL))
        elif name in ("tab", "line-break"):
            self.data("\t" if name == "tab" else "\n")

    def _start_row(self, given: dict[str, str]) -> None:
        page, self.lines = self.pages[-1], _count(given.get("number-rows-repeated"))
        page.column = 0
        hidden = {"filter": page.filtered_lines, "collapse": page.hidden_lines}.get(
            given.get("visibility", "")
        )
        if hidden is not None:
            hidden.update(range(page.line, min(page.line + self.lines, 1 << 20)))

    def end(self, name: str) -> None:
        if name == "table":
            self.depth -= 1
        elif self.depth != 1 or not self.pages:
            return
        elif name == "table-row":
            self.pages[-1].line += self.lines
        elif name in ASIDES:
            self.aside -= 1
        elif name in ("table-cell", "covered-table-cell"):
            self._end_cell()

    def _end_cell(self) -> None:
        page, given = self.pages[-1], self.cell
        across = _count(given.get("number-columns-repeated"))
        if self.text is not None:
            self.put(_opendocument_value(given, "".join(self.text)), self.lines, across)
        wide, high = _count(given.get("number-columns-spanned")), _count(given.get("number-rows-spanned"))
        if (wide > 1 or high > 1) and self.text is not None:
            page.merges.append((page.line, page.column, page.line + high - 1, page.column + wide - 1))
        page.column += across
        self.text = None


class _Spreadsheetml(_Reader):
    kind = "xml"

    def __init__(self, file: str):
        super().__init__(file)
        self.type = ""
        self.given: dict[str, str] = {}
        self.visible: list[str] | None = None

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "Worksheet":
            self.pages.append(_Page(given.get("Name", "")))
            return
        if not self.pages:
            return
        page = self.pages[-1]
        if name == "Column":
            page.next_column = _count(given.get("Index"), page.next_column + 1) - 1
            last = page.next_column + _count(given.get("Span"), 0)
            if given.get("Hidden") == "1" or given.get("Width") == "0":
                page.hidden_columns.append((page.next_column, last))
            page.next_column = last + 1
        elif name == "Row":
            page.line = _count(given.get("Index"), page.line + 1) - 1
            page.column = 0
            self.given = given
            if given.get("Hidden") == "1" or given.get("Height") == "0":
                page.hidden_lines.update(
                    range(page.line, min(page.line + 1 + _count(given.get("Span"), 0), 1 << 20))
                )
        elif name == "Cell":
            page.column = _count(given.get("Index"), page.column + 1) - 1
            across, down = _count(given.get("MergeAcross"), 0), _count(given.get("MergeDown"), 0)
            if across or down:
                page.merges.append((page.line, page.column, page.line + down, page.column + across))
            self.given = {**self.given, "across": str(across)}
        elif name == "Comment":
            self.aside += 1
        elif name == "Data" and not self.aside:
            self.type = given.get("Type", "")
            self.open_cell()
        elif name == "FilterOn" or (name == "AutoFilterColumn" and given.get("Type", "All") != "All"):
            page.has_filter = True
        elif name == "Visible":
            self.visible = []
            self.text, self.size = self.visible, 0

    def end(self, name: str) -> None:
        if not self.pages:
            return
        page = self.pages[-1]
        if name == "Data" and self.text is not None and not self.aside:
            self.put(_spreadsheetml_value(self.type, "".join(self.text)))
            self.text = None
        elif name == "Cell":
            page.column += 1 + int(self.given.get("across", "0"))
        elif name == "Row":
            page.line += 1 + _count(self.given.get("Span"), 0)
        elif name == "Comment":
            self.aside -= 1
        elif name == "Visible" and self.visible is not None:
            page.hidden = "".join(self.visible).startswith("SheetHidden") or "VeryHidden" in "".join(
                self.visible
            )
            self.text = self.visible = None


def _opendocument_value(given: dict[str, str], text: str) -> str:
    kind = given.get("value-type", "string")
    if kind in ("float", "percentage", "currency"):
        return given.get("value", text)
    if kind == "date":
        return given.get("date-value", text).replace("T", " ")
    if kind == "boolean":
        return given.get("boolean-value", text)
    if kind == "time" and (match := DURATION.fullmatch(given.get("time-value", ""))):
        days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
        return f"{days * 24 + hours}:{minutes:02d}:{seconds:02d}"
    return given.get("string-value", text) if kind == "string" else text


def _spreadsheetml_value(kind: str, text: str) -> str:
    if kind == "Boolean":
        return "true" if text.strip() == "1" else "false"
    if kind != "DateTime":
        return text
    day, _sign, moment = text.strip().removesuffix(".000").partition("T")
    if day.startswith(("1899-12-31", "1899-12-30")) and moment:
        hours, _colon, rest = moment.partition(":")
        return f"{int(hours)}:{rest}" if hours.isdigit() else text
    return f"{day} {moment}" if moment and moment != "00:00:00" else day


def _count(text: str | None, otherwise: int = 1) -> int:
    """A whole number of an attribute, never so large that adding it up could do harm."""
    return (
        min(int(text), 1 << 21) if text and text.isascii() and text.isdigit() and len(text) < 9 else otherwise
    )
