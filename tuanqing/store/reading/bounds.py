"""How large a table may be, and the sentences for what is larger."""

from contextvars import ContextVar

from tuanqing.define.errors import Refused
from tuanqing.define.language import _

MOST_COLUMNS = 2_000
MOST_SHEETS = 200
MOST_CELL = 32_767  # characters: what Excel holds; a longer cell is cut, and its row says so
MOST_CELLS = 25_000_000  # a workbook's sheet is laid out in full: a stray cell far away costs gigabytes
MOST_EMPTY = 500  # empty places for each cell that holds something, in a sheet of
SURELY_SMALL = 2_000_000  # cells and more: what is smaller is read without a process of its own
MOST_LINE = 1 << 20  # bytes of one line of a text

apart: ContextVar[bool] = ContextVar(
    "apart", default=False
)  # whether this process may be ended when it is too much


class TooMuchHere(Exception):
    """A sheet that is better read in a process of its own."""


def check_sheets(file: str, count: int) -> None:
    """Refuse a file with more sheets than anybody fills."""
    if count > MOST_SHEETS:
        raise Refused(
            _(
                "{file}: it has {count} sheets, more than the {limit} that are read at once. "
                "Save the sheets you need as a workbook of their own."
            ).format(file=file, count=count, limit=MOST_SHEETS)
        )


def check_extent(file: str, sheet: str, lines: int, columns: int, filled: int) -> None:
    """Refuse a sheet that is wider or, its empty cells counted, larger than a table is; `filled` cells hold something.

    Raises TooMuchHere for one that is merely large, unless this is the process for such.
    """
    where = f"{file} [{sheet}]" if sheet else file
    if columns > MOST_COLUMNS:
        raise Refused(
            _(
                "{where}: the table has {columns} columns, more than the {limit} that are read. Delete what stands "
                "to the right of the table, or save the columns you need in a file of their own."
            ).format(where=where, columns=columns, limit=MOST_COLUMNS)
        )
    size = lines * columns
    if size > MOST_CELLS or (size > SURELY_SMALL and size > MOST_EMPTY * filled):
        raise Refused(
            _(
                "{where}: the sheet reaches down to row {line} and over {columns} columns, mostly "
                "empty. Delete the empty rows and columns around the table and save the file again."
            ).format(where=where, line=lines, columns=columns)
        )
    if size > SURELY_SMALL and not apart.get():
        raise TooMuchHere
