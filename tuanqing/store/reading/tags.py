"""The tags and texts of a web page, in one pass over it whatever it holds: a page made to be slow is not slow here."""

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

NAME = re.compile(r"</?([a-zA-Z][^\s/>]{0,40})")
MOST_QUOTED = 50  # times that > may stand inside the quotes of one tag
SILENT = ("script", "style", "title")


class Piece(NamedTuple):
    """A text (`name` is ""), or a tag: its name in lower case, whether it closes, and all that stands in it."""

    name: str
    closes: bool
    text: str


def pieces(page: str) -> Iterator[Piece]:
    """The tags and the texts between them; comments, declarations, scripts and styles are left out."""
    place = 0
    while True:
        start = page.find("<", place)
        if start < 0:
            break
        if start > place:
            yield Piece("", False, html.unescape(page[place:start]))
        if page.startswith("<!--", start):
            place = _after(page, "-->", start + 4)
        elif page.startswith(("<!", "<?"), start):
            place = _after(page, ">", start + 2)
        elif match := NAME.match(page, start):
            end = _end(page, match.end())
            name, closes = match[1].lower(), page[start + 1] == "/"
            place = end + 1
            if name in SILENT and not closes:
                place = _silent_end(page, name, place)
            else:
                yield Piece(name, closes, page[match.end() : end])
        else:
            yield Piece("", False, "<")
            place = start + 1
    if place < len(page):
        yield Piece("", False, html.unescape(page[place:]))


def _after(page: str, mark: str, start: int) -> int:
    found = page.find(mark, start)
    return len(page) if found < 0 else found + len(mark)


def _end(page: str, start: int) -> int:
    """Where a tag ends: at the first > that stands in no quotes."""
    place, quotes = start, 0
    for _time in range(MOST_QUOTED):
        end = page.find(">", place)
        if end < 0:
            return len(page)
        quotes += page.count('"', place, end)
        if quotes % 2 == 0:
            return end
        place = end + 1
    return place - 1


def _silent_end(page: str, name: str, place: int) -> int:
    match = re.compile(rf"</{name}\b[^<>]*>?", re.I).search(page, place)
    return match.end() if match else len(page)
