"""Physical lines of a text into records, without ever letting a stray quote swallow the lines after it.

A line without a quote is split at the separator. A cell that starts with a quote (after spaces, too, where its
closing quote then stands well) runs to the closing quote, which must be followed by the separator or the end; it
may run over several lines when the whole then has the expected number of cells. Anything else is marked
'bad_quote' and stays one line: its quotes are taken for those that give the expected number of cells, or for none. A cell longer than a table can hold is cut and marked 'too_long'.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tuanqing.store.cell.text import bare
from tuanqing.store.reading.bounds import MOST_CELL, MOST_COLUMNS

MOST_LINES, MOST_CHARACTERS = 200, 100_000  # of one record
MOST_STEPS = 20_000  # of guessing at the quotes of one line


class Dialect(NamedTuple):
    """How a text is cut into cells. `escape`, where there is one, takes from the quote after it its meaning."""

    separator: str = ","
    quote: str = '"'
    escape: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether DuckDB's reader and ours agree on it: one sign between cells, doubled quotes."""
        return len(self.separator.encode()) == 1 and self.quote == '"' and not self.escape


Record = tuple[int, list[str], str | None, str]  # line, cells, fault, the line as it stands


def split(text: str, dialect: Dialect) -> list[str] | bool:
    """The cells of `text`; True when a quote is still open at the end; False when quotes make no sense."""
    separator = dialect.separator
    cells: list[str] = []
    start, end = 0, len(text)
    while True:
        if len(cells) == MOST_COLUMNS:  # what is left of a line beyond all measure is one cell
            return [*cells, text[start:]]
        opening = start if separator.isspace() else _past_spaces(text, start)
        if text.startswith(dialect.quote, opening):
            close = _closing(text, opening + 1, dialect)
            after = close + 1 if close < 0 or separator.isspace() else _past_spaces(text, close + 1)
            closed = close >= 0 and (after == end or text.startswith(separator, after))
            if closed:
                cells.append(_unescaped(text[opening + 1 : close], dialect))
                if after == end:
                    return cells
                start = after + len(separator)
                continue
            if opening == start:
                return close < 0
        close = text.find(separator, start)
        if close < 0:
            cells.append(text[start:])
            return cells
        cells.append(text[start:close])
        start = close + len(separator)


def _past_spaces(text: str, start: int) -> int:
    while text.startswith(" ", start):
        start += 1
    return start


def _closing(text: str, start: int, dialect: Dialect) -> int:
    """Where the quote opened before `start` closes, -1 when it does not."""
    quote, escape = dialect.quote, dialect.escape
    close = text.find(quote, start)
    while close >= 0:
        if escape and _escapes_before(text, start, close, escape) % 2:
            close = text.find(quote, close + 1)
        elif text.startswith(quote, close + 1):
            close = text.find(quote, close + 2)
        else:
            return close
    return -1


def _escapes_before(text: str, start: int, place: int, escape: str) -> int:
    count = 0
    while place - 1 - count >= start and text[place - 1 - count] == escape:
        count += 1
    return count


def _unescaped(cell: str, dialect: Dialect) -> str:
    quote, escape = dialect.quote, dialect.escape
    if escape:
        cell = cell.replace(escape + quote, quote).replace(escape * 2, escape)
    return cell.replace(quote * 2, quote)


def guessed(text: str, dialect: Dialect, width: int) -> list[str] | None:
    """The cells of a line whose quotes make no sense, where some of them can be taken for quotes so that there are
    `width` cells: as many as possible, from the left. None where there is no such way."""
    quote, separator = dialect.quote, dialect.separator
    dead: set[tuple[int, int]] = set()  # (place, cells still to come) from which nothing leads to the end

    def ways(start: int) -> Iterator[tuple[str, int]]:
        if text.startswith(quote, start):
            close = text.find(quote, start + 1)
            while close >= 0:
                if close + 1 == len(text) or text.startswith(separator, close + 1):
                    yield _unescaped(text[start + 1 : close], dialect), close + 1
                close = text.find(quote, close + 1)
        close = text.find(separator, start)
        yield (text[start:], len(text)) if close < 0 else (text[start:close], close)

    cells: list[str] = []
    path = [ways(0)]
    places = [0]
    for _step in range(MOST_STEPS):
        if not path:
            break
        step = next(path[-1], None)
        if step is None:
            path.pop()
            dead.add((places.pop(), width - len(cells)))
            if cells:
                cells.pop()
            continue
        cell, stop = step
        left = width - len(cells) - 1
        if stop == len(text):
            if left == 0:
                return [*cells, cell]
        elif left > 0 and (stop + len(separator), left) not in dead:
            cells.append(cell)
            places.append(stop + len(separator))
            path.append(ways(places[-1]))
    return None


def records(
    lines: Iterable[str], dialect: Dialect, width: int | None, first_line: int = 1
) -> Iterator[Record]:
    """Each record of `lines` (which carry their newline), numbered by the physical line it starts on."""
    source = iter(lines)
    waiting: deque[str] = deque()
    number = first_line
    while True:
        raw = waiting.popleft() if waiting else next(source, None)
        if raw is None:
            return
        line = raw.rstrip("\n")
        whole, cells, fault, taken = line, line.split(dialect.separator, MOST_COLUMNS), None, 0
        if dialect.quote in line:
            found = split(line, dialect)
            if found is True and (joined := _join(line, waiting, source, dialect, width)):
                whole, found, taken = joined
                for _ in range(taken):
                    waiting.popleft()
            if isinstance(found, bool):
                cells, fault = guessed(line, dialect, width or 0) or cells, "bad_quote"
            else:
                cells = found
        if len(whole) > MOST_CELL and max(map(len, cells)) > MOST_CELL:
            cells, fault = [cell[:MOST_CELL] for cell in cells], fault or "too_long"
        if '="' in whole:
            cells = [bare(cell) for cell in cells]
        yield number, cells, fault, whole
        number += 1 + taken


def _join(
    line: str, waiting: deque[str], source: Iterator[str], dialect: Dialect, width: int | None
) -> tuple[str, list[str], int] | None:
    """The record that `line` opens, when the lines after it close the quote and the whole is plausible."""
    parts, size, taken = [line], len(line), 0
    while taken < MOST_LINES and size < MOST_CHARACTERS:
        if taken == len(waiting):
            following = next(source, None)
            if following is None:
                return None
            waiting.append(following)
        part = waiting[taken].rstrip("\n")
        parts.append(part)
        taken += 1
        size += len(part)
        if dialect.quote in part:
            whole = "\n".join(parts)
            cells = split(whole, dialect)
            if cells is False:
                return None
            if cells is not True:
                return (whole, cells, taken) if _plausible(parts, cells, dialect.separator, width) else None
    return None


def _plausible(parts: list[str], cells: list[str], separator: str, width: int | None) -> bool:
    """Whether several lines are one record: as many cells as expected and no complete row in between; or one cell more
    or fewer, as rows with a surplus or a lost separator have, and nothing like a row in what was joined."""
    if width is None:
        return True
    while len(cells) > width and not cells[-1].strip():
        cells.pop()
    joined, fewest = (parts[1:-1], width) if len(cells) == width else (parts[1:], width - 2)
    looks_whole = width > 2 and any(part.count(separator) + 1 >= fewest for part in joined)
    return abs(len(cells) - width) <= (width > 3) and not looks_whole
