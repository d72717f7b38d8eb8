"""Where a sheet has its title, its header and its foot, by its looks alone, before any contract."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from tuanqing.store.cell.text import is_missing
from tuanqing.store.reading.sheet import Row
from tuanqing.store.recognise.candidates import SEARCHED

MOST_HEADER_ROWS = 3
BODY = 50  # rows looked at to tell columns of figures from columns of words
_FIGURE = re.compile(r"\d")


class Layout(NamedTuple):
    """The lines of each part; what lies between header and foot is the table."""

    title: list[int]
    header: list[int]
    foot: list[int]


def layout(rows: Sequence[Row]) -> Layout:
    """The parts of a sheet. A header is the first full row, where it has words over columns of figures (and the rows
    after it that have too); a sheet whose first full row looks like all others has none."""
    filled = [sum(not is_missing(cell) for cell in row.cells) for row in rows]
    widths = Counter(count for count in filled if count > 1)
    if not widths:
        return Layout([], [], [])
    usual = max(widths.items(), key=lambda item: (item[1] * (item[0] - 1), item[0]))[0]
    full = [place for place, count in enumerate(filled) if count >= max(2, (usual + 1) // 2)]
    if not full:
        return Layout([], [], [])
    first, last = full[0], full[-1]
    height = _header_rows(rows[first : last + 1]) if first < SEARCHED else 0
    foot = [rows[place].line for place in range(last + 1, len(rows)) if filled[place]]
    title = [rows[place].line for place in range(first) if filled[place]]
    return Layout(title, [row.line for row in rows[first : first + height]], foot)


def stands_over_figures(rows: Sequence[Row]) -> bool:
    """Whether the first of `rows` is surely a header: words, over at least one column of figures."""
    return bool(_figures(rows)) and _header_rows(rows) > 0


def _header_rows(rows: Sequence[Row]) -> int:
    figures = _figures(rows)
    if not figures:
        return 1
    height = 0
    for row in rows[:MOST_HEADER_ROWS]:
        if any(_is_figure(row, place) for place in figures):
            break
        height += 1
    return height


def _figures(rows: Sequence[Row]) -> list[int]:
    """The columns that hold figures in most rows below a header."""
    body = rows[MOST_HEADER_ROWS : MOST_HEADER_ROWS + BODY] or rows[1:]
    width = max(len(row.cells) for row in rows)
    return [
        place for place in range(width) if sum(_is_figure(row, place) for row in body) * 2 > max(len(body), 1)
    ]


def _is_figure(row: Row, place: int) -> bool:
    return place < len(row.cells) and _FIGURE.search(row.cells[place]) is not None
