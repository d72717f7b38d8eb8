"""Workbooks in the OLE2 form (.xls, .et), read by xlrd: values, merges, hidden rows and columns."""

import io
import struct
from collections.abc import Callable
from pathlib import Path

import polars as pl
import xlrd

from tuanqing.define.errors import Refused
from tuanqing.store.reading.grid import Grid, describe, renamed, without_columns
from tuanqing.store.reading.sheet import Merge, Sheet
from tuanqing.store.reading.xlsx import (
    damaged,
    date1904_note,
    encrypted,
    hidden_columns_note,
    save_as_xlsx,
    times,
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
    book = _guarded(file, lambda: _open(data))
    return [_guarded(file, lambda index=index: _sheet(book, file, index)) for index in range(book.nsheets)]


def _open(data: bytes) -> xlrd.Book:
    silence = io.StringIO()
    try:
        return xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=silence)
    except RuntimeError:
        return xlrd.open_workbook(file_contents=data, logfile=silence)


def _guarded(file: str, read: Callable):
    """Run xlrd; it meets damaged files with whatever error its parsing stumbles over."""
    try:
        return read()
    except Refused:
        raise
    except xlrd.XLRDError as fault:
        raise (encrypted(file) if "ncrypt" in str(fault) else damaged(file)) from fault
    except Exception as fault:
        raise damaged(file) from fault


def _sheet(book: xlrd.Book, file: str, index: int) -> Sheet:
    source = book.sheet_by_index(index)
    columns: list[list[str | None]] = [[None] * source.nrows for _column in range(source.ncols)]
    for line in range(source.nrows):
        kinds, values = source.row_types(line), source.row_values(line)
        for column, (kind, value) in enumerate(zip(kinds, values, strict=True)):
            if kind == xlrd.XL_CELL_TEXT:
                columns[column][line] = value
            elif kind not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                columns[column][line] = _text(kind, value, book.datemode)
    frame = renamed(
        pl.DataFrame([pl.Series(str(place), cells, dtype=pl.String) for place, cells in enumerate(columns)])
    )
    sheet = Sheet(file, source.name, "xls", Grid(frame), hidden=source.visibility != 0)
    sheet.date1904 = book.datemode == 1
    merges: list[Merge] = [
        (first + 1, left, last, right - 1) for first, last, left, right in source.merged_cells
    ]
    hidden_lines = {line + 1 for line, info in source.rowinfo_map.items() if info.hidden}
    hidden = {column for column, info in source.colinfo_map.items() if info.hidden and column < frame.width}
    if hidden:
        sheet.columns = [column for column in range(frame.width) if column not in hidden]
        frame, merges = without_columns(frame, merges, hidden)
        sheet.notes.append(hidden_columns_note(source.name, hidden))
    if sheet.date1904:
        sheet.notes.append(date1904_note(source.name))
    grid = Grid(times(frame), merges, hidden_lines)
    sheet.source = grid
    return describe(sheet, grid)


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
