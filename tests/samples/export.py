"""Writing one sample export as real systems do: title rows, grouped headers, 合计, tails, odd encodings."""

import csv
import html
import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import xlsxwriter
import xlwt
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

LABEL = "（示例数据，除合计外均为虚构）"
PAGES = (20, 50, 100, 200, 500)  # page sizes of the real systems: a list of such a length looks cut off
Cell = str | int | float | date | None
Row = Sequence[Cell]


@dataclass
class Export:
    """One file: its accepted rows, what is wrong with it on purpose, and how it is dressed."""

    path: str  # folder and file name; the ending says the shape
    place: str
    area: str
    dataset: str
    header: Sequence[str]
    rows: Sequence[Row]
    as_of: str = ""  # registries only
    faults: Sequence[tuple[Row, str]] = ()  # rows to be rejected, and why
    repeats: Sequence[int] = ()  # accepted rows written a second time, by position
    titles: Sequence[str] = ()  # the label goes to the end of the first
    unit: str = ""  # 单位：万元, at the right
    groups: Sequence[tuple[str, int]] = ()  # upper header row: text and how many columns it spans
    total: Row = ()
    sums: Sequence[int] = ()  # rows, by position, that hold the sums of what is indented below them
    notes: Sequence[str] = ()
    blank_after: Sequence[int] = ()  # a blank row after these accepted rows
    merge: int | None = None  # a column whose equal neighbours are merged
    hidden: Sequence[Row] = ()  # a hidden sheet
    encoding: str = "utf-8-sig"
    delimiter: str = ","
    html: bool = False  # an HTML table under the ending .xls
    biff: bool = False  # an old workbook under the ending .xlsx
    note: str = ""  # for the manifest
    skipped: dict[str, int] = field(default_factory=dict)

    def lines(self) -> list[tuple[str, list[Cell]]]:
        """Every line of the sheet with its kind, top to bottom."""
        width = len(self.header)
        for row in [*self.rows, *[fault[0] for fault in self.faults]]:
            assert len(row) == width, (self.path, row, width)
        body: list[tuple[str, list[Cell]]] = []
        body += [("title", [text + (LABEL if not place else "")]) for place, text in enumerate(self.titles)]
        if self.unit:
            body.append(("unit", [*[None] * (width - 1), self.unit]))
        if self.groups:
            assert sum(span for _, span in self.groups) == width, self.path
            body.append(
                ("group", [cell for text, span in self.groups for cell in (text, *[None] * (span - 1))])
            )
        body.append(("header", list(self.header)))
        body += self._data()
        if self.total:
            body.append(("total", list(self.total)))
        notes = list(self.notes) if self.titles else [*self.notes, f"注：{LABEL}"]
        body += [("note", [text]) for text in notes]
        counted = {"unit": "title", "group": "title"}
        kinds = [counted.get(kind, kind) for kind, _ in body]
        self.skipped = {kind: kinds.count(kind) for kind in ("title", "header", "total", "note", "blank")}
        return [(kind, [*cells, *[None] * (width - len(cells))]) for kind, cells in body]

    def _data(self) -> list[tuple[str, list[Cell]]]:
        count, faults = len(self.rows), len(self.faults)
        assert count not in PAGES, (self.path, count)
        assert count + faults + len(self.repeats) not in PAGES, (self.path, count)
        at: dict[int, list[Row]] = {}
        for number, (cells, _) in enumerate(self.faults, 1):
            at.setdefault(number * count // (faults + 1), []).append(cells)
        for number in self.repeats:
            at.setdefault(min(count, number + 3), []).append(self.rows[number])
        found: list[tuple[str, list[Cell]]] = []
        for place in range(count + 1):
            found += [("data", list(cells)) for cells in at.get(place, ())]
            if place < count:
                kind = "total" if place in self.sums else "data"
                found.append((kind, list(self.rows[place])))
            if place in self.blank_after:
                found.append(("blank", [None]))
        return found

    def write(self, root: Path) -> None:
        """Write the file below `root`."""
        file = root / self.path
        file.parent.mkdir(parents=True, exist_ok=True)
        lines = self.lines()
        if self.html:
            content = _html(lines).encode("utf-8")
        elif self.biff or file.suffix == ".xls":
            content = _xls(self, lines)
        elif file.suffix == ".xlsx":
            content = _xlsx(self, lines)
        else:
            content = _text(lines, self.encoding, self.delimiter)
        file.write_bytes(content)

    def entry(self) -> str:
        """This file in manifest.toml."""
        quote = lambda text: json.dumps(text, ensure_ascii=False)  # noqa: E731
        skipped = ", ".join(f"{kind} = {count}" for kind, count in self.skipped.items() if count)
        lines = [
            "[[file]]",
            f"path = {quote(self.path)}",
            f"place = {quote(self.place)}",
            f"dataset = {quote(self.dataset)}",
            *([f"as_of = {quote(self.as_of)}"] if self.as_of else []),
            f"area = {quote(self.area)}",
            f"accepted = {len(self.rows) - len(self.sums)}",
            f"rejected = {len(self.faults)}",
            *([f"why = {quote('；'.join(why for _, why in self.faults))}"] if self.faults else []),
            *([f"duplicates = {len(self.repeats)}"] if self.repeats else []),
            f"skipped = {{ {skipped} }}",
            *([f"note = {quote(self.note)}"] if self.note else []),
        ]
        return "\n".join(lines) + "\n"


def _shown(cell: Cell) -> str:
    if isinstance(cell, date):
        return f"{cell:%Y-%m-%d}"
    return "" if cell is None else str(cell)


def _text(lines: list[tuple[str, list[Cell]]], encoding: str, delimiter: str) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
    writer.writerows([_shown(cell) for cell in cells] for _, cells in lines)
    if encoding == "utf-16":
        return b"\xff\xfe" + stream.getvalue().encode("utf-16-le")
    return stream.getvalue().encode(encoding)


def _html(lines: list[tuple[str, list[Cell]]]) -> str:
    rows = []
    for kind, cells in lines:
        if kind in ("title", "note"):
            rows.append(f'<tr><td colspan="{len(cells)}">{html.escape(_shown(cells[0]))}</td></tr>')
        else:
            tag = "th" if kind == "header" else "td"
            rows.append("<tr>" + "".join(f"<{tag}>{html.escape(_shown(c))}</{tag}>" for c in cells) + "</tr>")
    head = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body>'
    return f'{head}<table border="1">\n' + "\n".join(rows) + "\n</table></body></html>\n"


def _xlsx(export: Export, lines: list[tuple[str, list[Cell]]]) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "default_date_format": "yyyy/m/d"})
    book.set_properties({"title": LABEL, "author": "", "created": datetime(2024, 1, 1)})
    bold = book.add_format({"bold": True, "align": "center"})
    right = book.add_format({"align": "right"})
    middle = book.add_format({"valign": "vcenter"})
    sheet = book.add_worksheet("Sheet1")
    last = len(export.header) - 1
    sheet.set_column(0, last, 16)
    for row, (kind, cells) in enumerate(lines):
        if kind == "title":
            sheet.merge_range(row, 0, row, last, cells[0], bold)
        elif kind == "group":
            column = 0
            for text, span in export.groups:
                if not text:  # a leaf header that spans both rows
                    sheet.merge_range(row, column, row + 1, column, export.header[column], bold)
                elif span > 1:
                    sheet.merge_range(row, column, row, column + span - 1, text, bold)
                else:
                    sheet.write(row, column, text, bold)
                column += span
        else:
            style = bold if kind == "header" else right if kind == "unit" else None
            upper = {at for at, text in _starts(export.groups) if not text} if kind == "header" else set()
            for column, cell in enumerate(cells):
                if cell is None or column in upper:
                    continue
                if isinstance(cell, str):
                    sheet.write_string(row, column, cell, style)
                elif isinstance(cell, date):
                    sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day))
                else:
                    sheet.write_number(row, column, cell, style)
    if export.merge is not None:
        _merge(sheet, lines, export.merge, middle)
    if export.hidden:
        spare = book.add_worksheet("旧数据")
        for row, values in enumerate(export.hidden):
            spare.write_row(row, 0, values)
        spare.hide()
    book.close()
    return _plain(stream.getvalue())


def _starts(groups: Sequence[tuple[str, int]]) -> list[tuple[int, str]]:
    column, found = 0, []
    for text, span in groups:
        found.append((column, text))
        column += span
    return found


def _merge(sheet: Worksheet, lines: list, column: int, style: Format) -> None:
    start = 0
    for row in range(1, len(lines) + 1):
        same = (
            row < len(lines) and lines[row][0] == "data" and lines[row][1][column] == lines[start][1][column]
        )
        if not same:
            if lines[start][0] == "data" and row - start > 1 and lines[start][1][column]:
                sheet.merge_range(start, column, row - 1, column, lines[start][1][column], style)
            start = row


def _plain(content: bytes) -> bytes:
    """The workbook's parts stored uncompressed with a fixed date: the bytes then depend on no zlib."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(stream, "w") as target:
        for part in source.infolist():
            entry = zipfile.ZipInfo(part.filename, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 0
            target.writestr(entry, source.read(part.filename))
    return stream.getvalue()


def _xls(export: Export, lines: list[tuple[str, list[Cell]]]) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("详细记录")
    dated = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for row, (kind, cells) in enumerate(lines):
        if kind == "title":
            sheet.write_merge(row, row, 0, len(export.header) - 1, cells[0])
            continue
        for column, cell in enumerate(cells):
            if cell is not None:
                sheet.write(row, column, cell, *([dated] if isinstance(cell, date) else []))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
