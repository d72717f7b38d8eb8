"""The values of workbooks, by fastexcel; what it trips over becomes a sentence."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

import fastexcel
import polars as pl

from tuanqing.store.reading.archive import damaged
from tuanqing.store.reading.grid import renamed

SHORT_TIME = r"^(1899-12-31|1900-0[1-4]-\d\d|1904-0[1-4]-\d\d) \d\d:\d\d:\d\d"
Found = TypeVar("Found")


def reader(content: bytes, file: str) -> fastexcel.ExcelReader:
    """A reader of the workbook's bytes (by path it would go by the name). Raises Refused for a damaged one."""
    return guarded(file, lambda: fastexcel.read_excel(content))


def values(book: fastexcel.ExcelReader, name: str, file: str) -> pl.DataFrame:
    """All cells of a sheet as texts from A1 on; row i is Excel's row i + 1. Raises Refused for a damaged one."""
    loaded = guarded(file, lambda: book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string"))
    if not loaded.width:
        return pl.DataFrame()
    first = loaded.available_columns()[0].absolute_index
    frame = loaded.to_polars()
    empty = [pl.Series(f"before{column}", [None] * frame.height, dtype=pl.String) for column in range(first)]
    return times(renamed(pl.DataFrame([*empty, *frame.get_columns()])))


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


def guarded(file: str, read: Callable[[], Found]) -> Found:
    """Run one call into fastexcel; whatever it raises becomes a sentence."""
    try:
        return read()
    except fastexcel.FastExcelError as fault:
        raise damaged(file) from fault
    except BaseException as fault:
        if type(fault).__name__ != "PanicException":  # it comes from Rust and is no Exception
            raise
        raise damaged(file) from fault
