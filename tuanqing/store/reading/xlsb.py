"""Workbooks in the binary zip form (.xlsb): values by fastexcel; merges and hidden parts from the records."""

import struct
from collections.abc import Iterator
from pathlib import Path

import fastexcel

from tuanqing.store.reading import calamine
from tuanqing.store.reading.archive import Archive, damaged
from tuanqing.store.reading.bounds import check_extent, check_sheets
from tuanqing.store.reading.grid import Grid, describe, without_columns
from tuanqing.store.reading.markup import relations
from tuanqing.store.reading.sheet import Merge, Sheet
from tuanqing.store.reading.told import date1904_note, hidden_columns_note

ROW, COLUMN, MERGE, SHEET, FILTER, FILTERED, PROPERTIES = 0, 60, 176, 156, 161, 163, 153
CELLS = range(2, 12)  # records of cells that hold something
MOST_RECORD = 1 << 20  # bytes


def open_xlsb(path: Path, archive: Archive) -> list[Sheet]:
    """The sheets of a binary workbook; raises Refused when it is damaged or larger than a table is."""
    pages, date1904 = [], False
    related = relations(archive, "xl/workbook.bin")
    for kind, body in _records(archive, "xl/workbook.bin"):
        if kind == PROPERTIES and body:
            date1904 = bool(body[0] & 1)
        if kind == SHEET and len(body) >= 12:
            relation, at = _string(body, 8)
            name, _at = _string(body, at)
            member = related.get(relation.encode(), ("", ""))
            if member[0].endswith("/worksheet") and member[1] in archive:
                pages.append((name, member[1], body[0] != 0))
    if not pages:
        raise damaged(path.name)
    check_sheets(path.name, len(pages))
    marks = [_Marks(archive, name, member) for name, member, _hidden in pages]
    book = calamine.reader(path.read_bytes(), path.name)
    return [
        _sheet(book, path.name, name, mark, hidden=hidden, date1904=date1904)
        for (name, _member, hidden), mark in zip(pages, marks, strict=True)
    ]


def _sheet(
    book: fastexcel.ExcelReader, file: str, name: str, mark: "_Marks", *, hidden: bool, date1904: bool
) -> Sheet:
    frame = calamine.values(book, name, file)
    sheet = Sheet(file, name, "xlsb", Grid(frame), hidden=hidden, date1904=date1904)
    merges = mark.merges
    columns = {
        column for first, last in mark.hidden_columns for column in range(first, min(last + 1, frame.width))
    }
    if columns:
        sheet.columns = [column for column in range(frame.width) if column not in columns]
        frame, merges = without_columns(frame, merges, columns)
        sheet.notes.append(hidden_columns_note(name, columns))
    if date1904:
        sheet.notes.append(date1904_note(name))
    by_filter = mark.hidden_lines if mark.has_filter else set()
    return describe(sheet, Grid(frame, merges, mark.hidden_lines, filtered_lines=by_filter))


class _Marks:
    """What one sheet's records say beside the values."""

    def __init__(self, archive: Archive, name: str, member: str):
        self.merges: list[Merge] = []
        self.hidden_lines: set[int] = set()
        self.hidden_columns: list[tuple[int, int]] = []
        self.has_filter = False
        line = last_line = last_column = -1
        filled = 0
        for kind, body in _records(archive, member):
            if kind == ROW and len(body) >= 12:
                (line,) = struct.unpack_from("<I", body)
                if body[11] & 0x10:
                    self.hidden_lines.add(line + 1)
            elif kind in CELLS and len(body) >= 4:
                filled += 1
                last_line = max(last_line, line)
                last_column = max(last_column, struct.unpack_from("<I", body)[0])
            elif kind == COLUMN and len(body) >= 18:
                first, last, _width, _style, flags = struct.unpack_from("<IIIIH", body)
                if flags & 1:
                    self.hidden_columns.append((first, last))
            elif kind == MERGE and len(body) >= 16:
                top, bottom, left, right = struct.unpack_from("<IIII", body)
                self.merges.append((top + 1, left, bottom + 1, right))
            elif kind == FILTERED:
                self.has_filter = True
        check_extent(archive.file, name, last_line + 1, last_column + 1, filled)
        self.hidden_lines = {number for number in self.hidden_lines if number <= last_line + 1}


def _records(archive: Archive, member: str) -> Iterator[tuple[int, bytes]]:
    """(kind, body) of each record; both numbers before a body are written seven bits a byte."""
    if member not in archive:
        raise damaged(archive.file)
    block, place = b"", 0
    for piece in archive.pieces(member):
        block, place = block[place:] + piece, 0
        while place < len(block):
            kind, after = _number(block, place, 2)
            size, start = _number(block, after, 4)
            if size > MOST_RECORD:
                raise damaged(archive.file)
            if start + size > len(block):
                break
            yield kind, block[start : start + size]
            place = start + size


def _number(block: bytes, place: int, most: int) -> tuple[int, int]:
    """A number and the place after it; where the block ends too early, a place beyond it."""
    value = 0
    for count in range(most):
        if place + count >= len(block):
            return 0, len(block) + 1
        byte = block[place + count]
        value |= (byte & 0x7F) << 7 * count
        if byte < 0x80:
            return value, place + count + 1
    return value, place + most


def _string(body: bytes, at: int) -> tuple[str, int]:
    """A counted UTF-16 text and the place after it."""
    if at + 4 > len(body):
        return "", len(body)
    end = at + 4 + 2 * struct.unpack_from("<I", body, at)[0]
    return body[at + 4 : end].decode("utf-16-le", "replace"), end
