"""The rows at the head of a sheet: which of them may be its header, and what stands above."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tuanqing.store.cell.text import squeeze
from tuanqing.store.reading.sheet import Merge, Sheet
from tuanqing.store.recognise.recognition import signature_of
from tuanqing.store.recognise.spellings import spellings

SEARCHED = 40  # the header is looked for in this many rows


class Candidate(NamedTuple):
    """One to three rows of the head that may be the header, and the texts above them."""

    index: int
    height: int
    headers: list[str]
    texts: tuple[str, ...]
    spellings: dict[str, int]  # each spelling of a header → its place
    signature: str


def candidates(sheet: Sheet) -> list[Candidate]:
    tops = {line: place for place, line in enumerate(sheet.head_lines)}
    merges = [merge for merge in sheet.merges if merge[0] in tops]
    places = {column: place for place, column in enumerate(sheet.columns)}
    rows = [_unmerged(sheet, i, merges, tops, places) for i in range(min(len(sheet.head), SEARCHED))]
    found, above = [], []
    for i, row in enumerate(rows):
        headers = row
        for height in (1, 2, 3):
            if i + height > len(rows):
                continue
            headers = row if height == 1 else _joined(headers, rows[i + height - 1])
            if sheet.kind == "text":  # a longer row further down is that row's fault, not the header's
                headers = headers[: max(len(cells) for cells in sheet.head[i : i + height])]
            spelt = {words: place for place, header in enumerate(headers) for words in spellings(header)}
            found.append(Candidate(i, height, headers, tuple(above), spelt, signature_of(headers)))
        above += texts_of([row])
    return found


def is_grouped(sheet: Sheet, index: int) -> bool:
    """Whether a head row holds group heads: several texts, some merged over columns, none a note like 单位：万元."""
    texts = {cell.strip() for cell in sheet.head[index] if cell.strip()}
    line = sheet.head_lines[index]
    wide = any(first == line and right > left for first, left, _last, right in sheet.merges)
    return wide and len(texts) > 1 and not any(mark in text for text in texts for mark in "：:")


def texts_of(rows: Sequence[Sequence[str]]) -> list[str]:
    return [cell.strip() for row in rows for cell in dict.fromkeys(row) if cell.strip()]


def _unmerged(
    sheet: Sheet, index: int, merges: Sequence[Merge], tops: Mapping[int, int], places: Mapping[int, int]
) -> list[str]:
    """A head row with the text of merged cells in every cell they cover."""
    row = [*sheet.head[index], *[""] * (sheet.width - len(sheet.head[index]))]
    line = sheet.head_lines[index]
    for first, left, last, right in merges:
        if first <= line <= last:
            top = sheet.head[tops[first]]
            where = [places[column] for column in range(left, right + 1) if column in places]
            if where and where[0] < len(top):
                for column in where:
                    if column < len(row):
                        row[column] = row[column] or top[where[0]]
    return row


def _joined(groups: Sequence[str], leaves: Sequence[str]) -> list[str]:
    """Header rows as one: group/leaf, the group carried over the blank cells to its right."""
    joined, group = [], ""
    for upper, lower in zip(groups, [*leaves, *[""] * len(groups)], strict=False):
        group = upper or group
        joined.append(
            upper
            if not lower or squeeze(lower) == squeeze(upper.rsplit("/", 1)[-1])
            else f"{group}/{lower}"
            if group
            else lower
        )
    return joined


def fullest(sheet: Sheet) -> list[str]:
    """The row that looks most like a header: most cells of words, without figures."""
    rows = sheet.head[:SEARCHED]
    row = max(rows, key=lambda row: sum(1 for c in row if c.strip() and not re.search(r"\d", c)), default=[])
    return [cell.strip() for cell in row]
