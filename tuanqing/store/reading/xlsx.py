"""Workbooks in the zip form (.xlsx, .xlsm): values by fastexcel, the rest from the markup."""

import re
import zipfile
from datetime import datetime
from pathlib import Path

import fastexcel
import polars as pl

from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.store.reading import markup as xml
from tuanqing.store.reading.grid import Grid, describe, renamed, without_columns
from tuanqing.store.reading.sheet import Sheet

MOST_CELLS = 25_000_000  # the value reader lays a sheet out in full: a stray cell far away costs gigabytes
SHORT_TIME = r"^(1899-12-31|1900-0[1-4]-\d\d|1904-0[1-4]-\d\d) \d\d:\d\d:\d\d"


def open_xlsx(path: Path) -> list[Sheet]:
    """The sheets of a workbook; raises Refused when the zip is no workbook, locked, damaged or a bomb."""
    archive = xml.open_archive(path)
    if archive is None:
        raise damaged(path.name)
    with archive, path.open("rb") as stream:
        members = archive.infolist()
        _check_is_workbook(members, path.name)
        xml.check_sizes(members, path.stat().st_size, path.name)
        for member in members:
            if member.filename.lower().endswith("sharedstrings.xml"):
                for _piece in xml.unpack(stream, member, path.name):
                    pass
        book = xml.workbook(archive, stream, path.name)
        by_name = {member.filename.lstrip("/").lower(): member for member in members}
        marks: dict[str, xml.Markup] = {}
        for name, member in book.sheets:
            if "worksheets/" in member and member in by_name:
                marks[name] = xml.sheet_markup(xml.unpack(stream, by_name[member], path.name))
                _check_extent(marks[name], path.name, name)
    if not marks:
        raise damaged(path.name)
    reader = _guarded(
        path.name, lambda: fastexcel.read_excel(path.read_bytes())
    )  # by path it would go by the name
    return [
        _sheet(reader, path.name, name, marks[name], book) for name, _member in book.sheets if name in marks
    ]


def _sheet(
    reader: fastexcel.ExcelReader, file: str, name: str, mark: xml.Markup, book: xml.Workbook
) -> Sheet:
    frame = _guarded(file, lambda: _values(reader, name, mark))
    sheet = Sheet(file, name, "xlsx", Grid(frame), hidden=name in book.hidden, date1904=book.date1904)
    frame = times(frame)
    if mark.errors:
        frame = _with_errors(frame, mark.errors)
    merges = mark.merges
    hidden = {column for column in mark.hidden_columns if column < frame.width}
    if hidden:
        sheet.columns = [column for column in range(frame.width) if column not in hidden]
        frame, merges = without_columns(frame, merges, hidden)
        sheet.notes.append(hidden_columns_note(name, hidden))
    if mark.uncached:
        sheet.notes.append(
            _(
                "Sheet “{sheet}”: {count} formulas have no stored result (first: {cell}) and were read as "
                "empty. Open the workbook in Excel or WPS, save it and upload it again."
            ).format(sheet=name, count=len(mark.uncached), cell=mark.uncached[0])
        )
    if book.date1904:
        sheet.notes.append(date1904_note(name))
    grid = Grid(frame, merges, mark.hidden_lines)
    sheet.source = grid
    return describe(sheet, grid)


def _values(reader: fastexcel.ExcelReader, name: str, mark: xml.Markup) -> pl.DataFrame:
    """All cells as texts from A1 on; row i is Excel's row i + 1."""
    if mark.last_column < 0:
        return pl.DataFrame()
    loaded = reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
    if not loaded.width:
        return pl.DataFrame()
    first = loaded.available_columns()[0].absolute_index
    frame = loaded.to_polars()
    empty = [pl.Series(f"before{column}", [None] * frame.height, dtype=pl.String) for column in range(first)]
    return renamed(pl.DataFrame([*empty, *frame.get_columns()]))


def times(frame: pl.DataFrame) -> pl.DataFrame:
    """Times of day and durations come as moments of 1899 and 1900 (or 1904): turn them back to h:mm:ss."""
    odd = [column.name for column in frame if column.str.contains(SHORT_TIME).any()]
    return frame.with_columns(pl.col(name).map_elements(_time, return_dtype=pl.String) for name in odd)


def _time(text: str) -> str:
    if not re.match(SHORT_TIME, text):
        return text
    moment = datetime.fromisoformat(text[:19])
    start = datetime(1904, 1, 1) if moment.year == 1904 else datetime(1899, 12, 31)
    seconds = round((moment - start).total_seconds())
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


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


def _check_extent(mark: xml.Markup, file: str, name: str) -> None:
    if mark.last_line * (mark.last_column + 1) > MOST_CELLS:
        raise Refused(
            _(
                "{file}: sheet “{sheet}” reaches down to row {line} and over {columns} columns, mostly "
                "empty. Delete the empty rows and columns around the table and save the workbook again."
            ).format(file=file, sheet=name, line=mark.last_line, columns=mark.last_column + 1)
        )


def _check_is_workbook(members: list[zipfile.ZipInfo], file: str) -> None:
    names = [member.filename.lstrip("/").lower() for member in members]
    if any(member.flag_bits & 1 for member in members):
        raise encrypted(file)
    if any(name.endswith("xl/workbook.xml") for name in names):
        return
    if any(name.startswith(("word/", "ppt/")) for name in names):
        raise Refused(
            _(
                "{file}: this is a Word or PowerPoint document, not a workbook. "
                "Copy the table into Excel or WPS and save it as .xlsx."
            ).format(file=file)
        )
    if "xl/workbook.bin" in names or "content.xml" in names:
        raise save_as_xlsx(file)
    raise Refused(
        _(
            "{file}: this is a compressed bundle, not a workbook. Unpack it first and upload the "
            "tables in it one by one (several at once is fine)."
        ).format(file=file)
    )


def _guarded(file: str, read):
    """Run one call into fastexcel; whatever it raises becomes a sentence."""
    try:
        return read()
    except fastexcel.FastExcelError as fault:
        raise damaged(file) from fault
    except BaseException as fault:
        if type(fault).__name__ != "PanicException":  # it comes from Rust and is no Exception
            raise
        raise damaged(file) from fault


def damaged(file: str) -> Refused:
    """The sentence for a workbook that cannot be read."""
    return Refused(
        _("{file}: the workbook is damaged. Open it in Excel or WPS and save it again as .xlsx.").format(
            file=file
        )
    )


def encrypted(file: str) -> Refused:
    """The sentence for a workbook with a password."""
    return Refused(
        _(
            "{file}: the workbook is encrypted. Open it in Excel, remove the password and save it again."
        ).format(file=file)
    )


def save_as_xlsx(file: str) -> Refused:
    """The sentence for another program's format."""
    return Refused(
        _("{file}: this kind of file cannot be read. Open it in WPS or Excel and save it as .xlsx.").format(
            file=file
        )
    )


def hidden_columns_note(sheet: str, hidden: set[int]) -> str:
    """What to tell about hidden columns."""
    letters = _(", ").join(column_letters(column) for column in sorted(hidden)[:10])
    return _("Sheet “{sheet}”: hidden columns were skipped ({columns}).").format(sheet=sheet, columns=letters)


def date1904_note(sheet: str) -> str:
    """What to tell about the other date system."""
    return _("Sheet “{sheet}” counts its dates from 1904; they were converted.").format(sheet=sheet)


def column_letters(column: int) -> str:
    """A for 0, AA for 26."""
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
