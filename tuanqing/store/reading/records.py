"""Physical lines of a text into records, without ever letting a stray quote swallow the lines after it.

A line without a quote is split at the separator. A cell that starts with a quote runs to the closing quote,
which must be followed by the separator or the end; it may run over several lines when the whole then has
the expected number of cells. Anything else is split line by line, as it stands, and marked 'bad_quote'.
"""

from collections import deque
from collections.abc import Iterable, Iterator

MOST_LINES, MOST_CHARACTERS = 200, 100_000  # of one record

Record = tuple[int, list[str], str | None, str]  # line, cells, fault, the line as it stands


def split(text: str, separator: str) -> list[str] | bool:
    """The cells of `text`; True when a quote is still open at the end; False when quotes make no sense."""
    cells: list[str] = []
    start, end = 0, len(text)
    while True:
        if text.startswith('"', start):
            close = text.find('"', start + 1)
            while close >= 0 and text.startswith('"', close + 1):
                close = text.find('"', close + 2)
            if close < 0:
                return True
            cells.append(text[start + 1 : close].replace('""', '"'))
            start = close + 1
            if start == end:
                return cells
            if not text.startswith(separator, start):
                return False
        else:
            close = text.find(separator, start)
            if close < 0:
                cells.append(text[start:])
                return cells
            cells.append(text[start:close])
            start = close
        start += 1


def records(lines: Iterable[str], separator: str, width: int | None, first_line: int = 1) -> Iterator[Record]:
    """Each record of `lines` (which carry their newline), numbered by the physical line it starts on."""
    source = iter(lines)
    waiting: deque[str] = deque()
    number = first_line
    while True:
        raw = waiting.popleft() if waiting else next(source, None)
        if raw is None:
            return
        line = raw.rstrip("\n")
        if '"' not in line:
            yield number, line.split(separator), None, line
            number += 1
            continue
        cells = split(line, separator)
        if cells is True:
            joined = _join(line, waiting, source, separator, width)
            if joined:
                whole, cells, taken = joined
                for _ in range(taken):
                    waiting.popleft()
                yield number, cells, None, whole
                number += 1 + taken
                continue
        if isinstance(cells, bool):
            yield number, line.split(separator), "bad_quote", line
        else:
            yield number, cells, None, line
        number += 1


def _join(
    line: str, waiting: deque[str], source: Iterator[str], separator: str, width: int | None
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
        if '"' in part:
            whole = "\n".join(parts)
            cells = split(whole, separator)
            if cells is False:
                return None
            if cells is not True:
                return (whole, cells, taken) if _plausible(parts, cells, separator, width) else None
    return None


def _plausible(parts: list[str], cells: list[str], separator: str, width: int | None) -> bool:
    """Whether several lines are one record: as many cells as expected, and no complete row in between."""
    if width is None:
        return True
    while len(cells) > width and not cells[-1].strip():
        cells.pop()
    inner = parts[1:-1]
    return len(cells) == width and not (
        width > 2 and any(part.count(separator) + 1 >= width for part in inner)
    )
