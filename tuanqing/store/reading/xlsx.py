"""Workbooks in the zip form (.xlsx, .xlsm): values by fastexcel, the rest from the markup."""

import io
import re
import zipfile
from pathlib import Path

import polars as pl

from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.store.reading import calamine
from tuanqing.store.reading import markup as xml
from tuanqing.store.reading.archive import Archive, damaged, encrypted
from tuanqing.store.reading.bounds import check_extent, check_sheets
from tuanqing.store.reading.grid import Grid, describe, without_columns
from tuanqing.store.reading.sheet import Sheet
from tuanqing.store.reading.told import date1904_note, hidden_columns_note

MOST_OF_A_FORM = 1_000_000  # places
MOST_FORM = 64 << 20  # bytes, unpacked


def open_xlsx(path: Path, archive: Archive) -> list[Sheet]:
    """The sheets of a workbook; raises Refused when the zip is no workbook, locked, damaged or a bomb."""
    check_is_workbook(archive)
    main = xml.main_part(archive)
    if main is None:
        raise damaged(path.name)
    for name in archive.names:
        if name.endswith("sharedstrings.xml"):
            for _piece in archive.pieces(name):
                pass
    book = xml.workbook(archive, main)
    check_sheets(path.name, len(book.pages))
    marks = {}
    for page in book.pages:
        marks[page.name] = mark = xml.sheet_markup(archive, page, book.red)
        check_extent(path.name, page.name, mark.last_line, mark.last_column + 1, mark.filled)
    if not marks:
        raise damaged(path.name)
    content = path.read_bytes()
    if not main.endswith("workbook.xml") or any(mark.odd_dimension for mark in marks.values()):
        content = _mended(archive, book)
    reader = calamine.reader(content, path.name)
    return [
        _sheet(
            calamine.values(reader, page.name, path.name) if mark.last_column >= 0 else pl.DataFrame(),
            path.name,
            page,
            mark,
            book.date1904,
        )
        for page, mark in ((page, marks[page.name]) for page in book.pages)
    ]


def _sheet(frame: pl.DataFrame, file: str, page: xml.Page, mark: xml.Markup, date1904: bool) -> Sheet:
    sheet = Sheet(file, page.name, "xlsx", Grid(frame), hidden=page.hidden, date1904=date1904)
    if mark.errors:
        frame = _with_errors(frame, mark.errors)
    merges = mark.merges
    hidden = {column for column in mark.hidden_columns if column < frame.width}
    if hidden:
        sheet.columns = [column for column in range(frame.width) if column not in hidden]
        frame, merges = without_columns(frame, merges, hidden)
        sheet.notes.append(hidden_columns_note(page.name, hidden))
    places = {
        column: place
        for place, column in enumerate(c for c in range(frame.width + len(hidden)) if c not in hidden)
    }
    sheet.red = {(line, places[column]) for line, column in mark.red if column in places}
    if mark.uncached:
        sheet.notes.append(
            _(
                "Sheet “{sheet}”: {count} formulas have no stored result (first: {cell}) and were read as "
                "empty. Open the workbook in Excel or WPS, save it and upload it again."
            ).format(sheet=page.name, count=len(mark.uncached), cell=mark.uncached[0])
        )
    if date1904:
        sheet.notes.append(date1904_note(page.name))
    return describe(sheet, Grid(frame, merges, mark.hidden_lines, filtered_lines=mark.filtered_lines))


def _with_errors(frame: pl.DataFrame, errors: dict[tuple[int, int], str]) -> pl.DataFrame:
    by_column: dict[int, list[tuple[int, str]]] = {}
    for (line, column), text in errors.items():
        if line <= frame.height and column < frame.width:
            by_column.setdefault(column, []).append((line, text))
    changed = []
    for column, cells in by_column.items():
        values = frame.to_series(column).to_list()
        for line, text in cells:
            values[line - 1] = text
        changed.append(pl.Series(frame.columns[column], values, dtype=pl.String))
    return frame.with_columns(changed)


def _mended(archive: Archive, book: xml.Workbook) -> bytes:
    """The workbook written again as the value reader wants it: its parts under xl/, no extent that is none."""
    folder, _slash, name = book.main.rpartition("/")
    base = folder + "/" if folder else ""
    pages = {page.member for page in book.pages}
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as bundle:
        for member in archive.names:
            data = archive.read(member)
            if member in pages:
                data = xml.DIMENSION.sub(b"", data)
            if member.endswith(".rels"):
                data = re.sub(rb'Target="/' + re.escape(base.encode()), b'Target="/xl/', data, flags=re.I)
            if member == "_rels/.rels":
                data = re.sub(re.escape(book.main.encode()), b"xl/workbook.xml", data, flags=re.I)
            if member.startswith(base):
                member = "xl/" + member[len(base) :]
            member = member.replace(f"xl/{name}", "xl/workbook.xml").replace(
                f"_rels/{name}.rels", "_rels/workbook.xml.rels"
            )
            bundle.writestr(member.replace("sharedstrings.xml", "sharedStrings.xml"), data)
    return content.getvalue()


def check_form(content: bytes, file: str) -> None:
    """Refuse a workbook that is too large to be held cell by cell, as a form to fill is; or none, locked, damaged."""
    with Archive(io.BytesIO(content), file) as archive:
        check_is_workbook(archive)
        book = xml.workbook(archive, xml.main_part(archive) or "")
        check_sheets(file, len(book.pages))
        covered = 0
        for page in book.pages:
            mark = xml.sheet_markup(archive, page)
            covered += mark.last_line * (mark.last_column + 1)
            covered += sum(
                (last - first + 1) * (right - left + 1) for first, left, last, right in mark.merges
            )
            if len(mark.merges) > MOST_OF_A_FORM or covered > MOST_OF_A_FORM:
                raise Refused(
                    _(
                        "{file}: sheet “{sheet}” is too large for a form: its cells, or what is merged, reach over more "
                        "than {limit} places. Delete the empty rows and columns around the form and save it again."
                    ).format(file=file, sheet=page.name, limit=MOST_OF_A_FORM)
                )
        if archive.unpacked > MOST_FORM or any(
            b"<!ENTITY" in archive.read(name) for name in archive.names if name.endswith((".xml", ".rels"))
        ):
            raise damaged(file)


def check_is_workbook(archive: Archive) -> None:
    """Refuse zips that are something else, or locked."""
    file = archive.file
    if archive.is_locked:
        raise encrypted(file)
    if any(name.startswith(("word/", "ppt/")) for name in archive.names):
        raise Refused(
            _(
                "{file}: this is a Word or PowerPoint document, not a workbook. "
                "Copy the table into Excel or WPS and save it as .xlsx."
            ).format(file=file)
        )
    if xml.main_part(archive) is None:
        raise Refused(
            _(
                "{file}: this is a compressed bundle, not a workbook. Unpack it first and upload the "
                "tables in it one by one (several at once is fine)."
            ).format(file=file)
        )
