"""Tables that stand beside each other where a row should hold one thing: months across, one table twice, two tables."""

import re
from collections.abc import Sequence

from tuanqing.store.cell.text import squeeze
from tuanqing.store.reading.sheet import Sheet
from tuanqing.store.reading.told import column_letters
from tuanqing.store.recognise.candidates import SEARCHED

FEWEST = 3  # months or quarters in one row
MONTH = re.compile(
    r"(?:\d{2,4}[年./-])?(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?|(?:\d{4}年)?第?[一二三四1-4]季度"
)


def months_across(sheet: Sheet) -> list[str]:
    """The headers that are months (or quarters), of the first row that has several different ones."""
    for row in sheet.head[:SEARCHED]:
        found = list(dict.fromkeys(cell.strip() for cell in row if MONTH.fullmatch(squeeze(cell))))
        if len(found) >= FEWEST:
            return found
    return []


def twice(sheet: Sheet) -> tuple[str, str] | None:
    """The columns of two tables side by side, as Excel names them (A–C, E–G): a row of headers that begins again, or
    two groups of headers with a column between them that is empty all the way down. Groups over one first column, which
    both need, are one table."""
    for number, row in enumerate(sheet.head[:SEARCHED]):
        words = [squeeze(cell) for cell in row]
        filled = [place for place, word in enumerate(words) if word]
        if len(filled) < 4 or any(re.search(r"\d", words[place]) for place in filled):
            continue
        if not all(_is_empty(sheet.head[number:], place) for place in range(filled[0])):
            continue
        half = len(filled) // 2
        if len(filled) % 2 == 0 and [words[p] for p in filled[:half]] == [words[p] for p in filled[half:]]:
            return _named(sheet, filled[:half]), _named(sheet, filled[half:])
        for gap in range(filled[0] + 1, filled[-1]):
            left, right = [p for p in filled if p < gap], [p for p in filled if p > gap]
            if (
                len(left) > 1
                and len(right) > 1
                and _is_empty(sheet.head, gap)
                and words[left[0]] == words[right[0]]
            ):
                return _named(sheet, left), _named(sheet, right)
    return None


def _is_empty(rows: Sequence[Sequence[str]], place: int) -> bool:
    return not any(place < len(row) and row[place].strip() for row in rows)


def _named(sheet: Sheet, places: Sequence[int]) -> str:
    first, last = (column_letters(sheet.columns[place]) for place in (places[0], places[-1]))
    return f"{first}–{last}"
