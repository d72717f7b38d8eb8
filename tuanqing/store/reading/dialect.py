"""How a text is cut into cells: the separator, the quote and the escape under which its lines agree best."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.store.reading.records import Dialect, records

LOOKED_AT = 120  # lines
SEPARATORS = (",", "\t", ";", "|", ", ", "; ", "\t\t")
RARE = (" ", ":", "^", "~", "#")  # only where every line agrees, on three cells or more
NAMES = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "space": " ", "pipe": "|"}


class _Fit(NamedTuple):
    """How well a dialect fits, the better the greater; `usual` is the number of cells most lines have."""

    agreeing: int  # records with as many cells as most
    headed: bool  # the first is one of them
    sound: int  # less the records whose quotes make no sense
    clean: int  # less the cells with quotes or escapes left around or inside them
    narrow: int  # the longer of two separators, where both fit
    usual: int
    records: int  # whatever they are like


def sniff(lines: Sequence[str], separator: str | None = None) -> tuple[Dialect, int]:
    """The dialect of a text that begins with `lines`, its separator known or not, and its usual number of cells (0
    where there is nothing). One line of a header and many under it weigh more than many cells."""
    lines = [line for line in lines if line.strip()][:LOOKED_AT]
    if (
        separator is None
        and lines
        and lines[0].lower().startswith("sep=")
        and len(lines[0].strip("\r\n")) == 5
    ):
        separator = lines[0][4]
    text = "".join(lines)
    quotes = [quote for quote in ('"', "'") if quote in text] or ['"']
    escapes = ["", "\\"] if '\\"' in text or "\\'" in text else [""]
    best = (Dialect(separator or ","), _fit(lines, Dialect(separator or ",")))
    for sign in [separator] if separator else [sign for sign in (*SEPARATORS, *RARE) if sign in text]:
        for quote in quotes:
            for escape in escapes:
                dialect = Dialect(sign, quote, escape)
                fit = _fit(lines, dialect)
                if separator is None and not _is_credible(sign, fit, text):
                    continue
                if (fit.usual > 1 or separator) and (best[1].usual < 2 or fit[:5] > best[1][:5]):
                    best = (dialect, fit)
    return best[0], best[1].usual


def _is_credible(sign: str, fit: _Fit, text: str) -> bool:
    """Whether a sign that seldom separates cells, or one that stands twice, does so here: in every record, in threes."""
    doubled = len(set(sign)) < len(sign)
    if doubled and text.count(sign) * len(sign) != text.count(sign[0]):
        return False
    return not (doubled or sign in RARE) or (fit.agreeing == fit.records and fit.usual > 2)


def named(separator: str | None) -> str | None:
    """A separator as it was asked for: one sign, or its name (tab). Raises Refused for anything else."""
    if not separator:
        return None
    sign = NAMES.get(separator.lower(), separator)
    if len(sign) != 1 or sign in "\r\n\"'\ufeff" or sign.isalnum():
        raise Refused(
            _("“{separator}” cannot separate cells. Give one sign, such as , or ; or tab.").format(
                separator=separator[:20]
            )
        )
    return sign


def _fit(lines: Sequence[str], dialect: Dialect) -> _Fit:
    widths: Counter[int] = Counter()
    bad = left = first = 0
    for _line, cells, fault, _original in records(lines, dialect, None):
        widths[len(cells)] += fault is None
        first = first or len(cells)
        bad += fault is not None
        left += sum(_is_left(cell, dialect) for cell in cells)
    wider = {width: times for width, times in widths.items() if width > 1 and times}
    if not wider:
        return _Fit(0, False, -bad, -left, len(dialect.separator), min(len(widths), 1), bad + widths.total())
    usual, times = max(wider.items(), key=lambda item: (item[1] * (item[0] - 1), item[1]))
    return _Fit(times, first == usual, -bad, -left, len(dialect.separator), usual, bad + widths.total())


def _is_left(cell: str, dialect: Dialect) -> bool:
    """Whether quotes or escapes still stand around or inside a cell, as the wrong dialect leaves them."""
    bare = cell.strip()
    wrapped = len(bare) > 1 and bare[0] == bare[-1] and bare[0] in "\"'"
    return wrapped or (not dialect.escape and f"\\{dialect.quote}" in bare)
