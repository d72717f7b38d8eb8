"""Workbooks in the OLE2 form (.xls, .et), read by xlrd: values, merges, hidden rows and columns."""

import io
import struct
from pathlib import Path

import polars as pl
import xlrd

from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.store.reading import calamine
from tuanqing.store.reading.archive import encrypted
from tuanqing.store.reading.bounds import check_extent, check_sheets
from tuanqing.store.reading.grid import Grid, describe, renamed, without_columns
from tuanqing.store.reading.sheet import Merge, Sheet
from tuanqing.store.reading.told import date1904_note, hidden_columns_note

BEGIN, END, FILTERED = (0x0809, 0x0409, 0x0209), 0x000A, 0x009B  # records of BIFF
WORKSHEET = 0x0010
STUMBLES = (  # what xlrd raises where a file is not as it expects
    xlrd.XLRDError,
    xlrd.compdoc.CompDocError,
    struct.error,
    LookupError,
    ArithmeticError,
    ValueError,
    TypeError,
    AttributeError,
    AssertionError,
    RuntimeError,
)


def _named(stream: str) -> bytes:
    return stream.encode("utf-16-le") + b"\0\0"


def open_xls(path: Path) -> list[Sheet]:
    """The sheets of an OLE2 workbook; raises Refused for locked, damaged or other OLE2 files."""
    file = path.name
    data = path.read_bytes()
    if _named("EncryptedPackage") in data or _named("EncryptionInfo") in data:
        raise encrypted(file)
    if _named("Workbook") not in data and _named("Book") not in data:
        raise save_as_xlsx(file)
    try:
        return _sheets(data, file)
    except STUMBLES as fault:
        if "ncrypt" in str(fault):
            raise encrypted(file) from fault
        return _without_layout(data, file)


def _sheets(data: bytes, file: str) -> list[Sheet]:
    silence = io.StringIO()
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=silence, ragged_rows=True)
    except RuntimeError:
        book = xlrd.open_workbook(file_contents=data, logfile=silence, ragged_rows=True)
    check_sheets(file, book.nsheets)
    filtered = _filtered(data)
    return [_sheet(book.sheet_by_index(i), book.datemode, file, i in filtered) for i in range(book.nsheets)]


def _without_layout(data: bytes, file: str) -> list[Sheet]:
    """What fastexcel reads where xlrd gives up: the values, without what is merged or hidden."""
    book = calamine.reader(data, file)
    check_sheets(file, len(book.sheet_names))
    found = []
    for name in book.sheet_names:
        grid = Grid(calamine.values(book, name, file))
        sheet = describe(Sheet(file, name, "xls", grid), grid)
        sheet.notes.append(
            _(
                "Sheet “{sheet}”: the workbook is slightly damaged; its values were read, but not which rows or "
                "columns are hidden. Save it again as .xlsx to be sure."
            ).format(sheet=name)
        )
        found.append(sheet)
    return found


def _sheet(source: xlrd.sheet.Sheet, datemode: int, file: str, is_filtered: bool) -> Sheet:
    lengths = [source.row_len(line) for line in range(source.nrows)]
    width = max(lengths, default=0)
    check_extent(file, source.name, source.nrows, width, sum(lengths))
    columns: list[list[str | None]] = [[None] * source.nrows for _column in range(width)]
    for line in range(source.nrows):
        kinds, values = source.row_types(line), source.row_values(line)
        for column, (kind, value) in enumerate(zip(kinds, values, strict=True)):
            if kind == xlrd.XL_CELL_TEXT:
                columns[column][line] = value
            elif kind not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                columns[column][line] = _text(kind, value, datemode)
    frame = renamed(
        pl.DataFrame([pl.Series(str(place), cells, dtype=pl.String) for place, cells in enumerate(columns)])
    )
    sheet = Sheet(file, source.name, "xls", Grid(frame), hidden=source.visibility != 0)
    sheet.date1904 = datemode == 1
    merges: list[Merge] = [
        (first + 1, left, last, right - 1) for first, last, left, right in source.merged_cells
    ]
    hidden_lines = {line + 1 for line, info in source.rowinfo_map.items() if info.hidden or info.height == 0}
    hidden_lines = {line for line in hidden_lines if line <= frame.height}
    hidden = {column for column, info in source.colinfo_map.items() if info.hidden and column < frame.width}
    if hidden:
        sheet.columns = [column for column in range(frame.width) if column not in hidden]
        frame, merges = without_columns(frame, merges, hidden)
        sheet.notes.append(hidden_columns_note(source.name, hidden))
    if sheet.date1904:
        sheet.notes.append(date1904_note(source.name))
    by_filter = hidden_lines if is_filtered else set()
    return describe(sheet, Grid(calamine.times(frame), merges, hidden_lines, filtered_lines=by_filter))


def _filtered(data: bytes) -> set[int]:
    """Which worksheets, counted from 0, have a filter in force: xlrd does not say."""
    directory = xlrd.compdoc.CompDoc(data, logfile=io.StringIO())
    found, number, place, depth, is_sheet = set(), -1, 0, 0, False
    stream = next((s for name in ("Workbook", "Book") if (s := directory.get_named_stream(name))), b"")
    while place + 8 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, place)
        if kind in BEGIN:
            depth += 1
            if depth == 1:
                (of,) = struct.unpack_from("<H", stream, place + 6)
                is_sheet = of == WORKSHEET
                number += is_sheet
        elif kind == END:
            depth -= 1
        elif kind == FILTERED and is_sheet:
            found.add(number)
        place += 4 + size
    return found


def _text(kind: int, value: float, datemode: int) -> str:
    if kind == xlrd.XL_CELL_BOOLEAN:
        return "true" if value else "false"
    if kind == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(int(value), "#VALUE!")
    if kind == xlrd.XL_CELL_DATE:
        if 0 <= value < 1:
            seconds = round(value * 86400)
            return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
        try:
            return xlrd.xldate_as_datetime(value, datemode).strftime("%Y-%m-%d %H:%M:%S")
        except (ValueError, OverflowError, xlrd.xldate.XLDateError, struct.error):
            pass
    if value == int(value) and abs(value) < 1e21:
        return str(int(value))
    return format(round(value, 9), "f").rstrip("0").rstrip(".") if abs(value) < 1e15 else repr(value)


def save_as_xlsx(file: str) -> Refused:
    """The sentence for another program's format."""
    return Refused(
        _("{file}: this kind of file cannot be read. Open it in WPS or Excel and save it as .xlsx.").format(
            file=file
        )
    )
