"""What a form's own sums come to once it is filled: additions and SUM, as forms have them under their columns."""

import re
from collections.abc import Callable
from decimal import Decimal

from openpyxl.utils import range_boundaries

_WORD = re.compile(
    r"\s*(SUM\(|SUBTOTAL\((?:9|109),|[A-Z]{1,3}\d+:[A-Z]{1,3}\d+|[A-Z]{1,3}\d+|\d+(?:\.\d+)?|[-+(),])"
)
Look = Callable[[int, int], object]  # (row, column) → a number, a formula, or None


def worked_out(formula: str, look: Look, deep: int = 0) -> Decimal | None:
    """What a formula of sums comes to; None for any other formula, or one that goes round in a circle."""
    text, words = formula.removeprefix("=").replace("$", "").upper(), []
    place = 0
    while place < len(text):
        found = _WORD.match(text, place)
        if not found:
            return None
        words.append(found[1])
        place = found.end()
    try:
        value, rest = _sum(words, look, deep)
    except (ValueError, IndexError):
        return None
    return None if rest else value


def _sum(words: list[str], look: Look, deep: int) -> tuple[Decimal, list[str]]:
    """Terms added and taken away, and the words after them."""
    sign = Decimal(1)
    if words[0] in "+-":
        sign, words = Decimal(-1 if words[0] == "-" else 1), words[1:]
    total, words = _term(words, look, deep)
    total *= sign
    while words and words[0] in "+-":
        sign = Decimal(-1 if words[0] == "-" else 1)
        term, words = _term(words[1:], look, deep)
        total += sign * term
    return total, words


def _term(words: list[str], look: Look, deep: int) -> tuple[Decimal, list[str]]:
    """One number, cell, range or bracket. Raises ValueError for what is none of them."""
    first, rest = words[0], words[1:]
    if first in ("SUM(", "SUBTOTAL(9,", "SUBTOTAL(109,", "("):
        total, rest = _sum(rest, look, deep)
        while rest[0] == ",":
            more, rest = _sum(rest[1:], look, deep)
            total += more
        if rest[0] != ")":
            raise ValueError(rest[0])
        return total, rest[1:]
    if re.fullmatch(r"\d+(\.\d+)?", first):
        return Decimal(first), rest
    if not re.match(r"[A-Z]", first):
        raise ValueError(first)
    left, top, right, bottom = range_boundaries(first)
    total = Decimal(0)
    for row in range(int(top or 1), int(bottom or 1) + 1):
        for column in range(int(left or 1), int(right or 1) + 1):
            total += _held(look(row, column), look, deep)
    return total, rest


def _held(found: object, look: Look, deep: int) -> Decimal:
    """The number in a cell, 0 for words. Raises ValueError for a formula that cannot be followed."""
    if isinstance(found, str) and found.startswith("="):
        value = worked_out(found, look, deep + 1) if deep < 20 else None
        if value is None:
            raise ValueError(found)
        return value
    return (
        Decimal(repr(found))
        if isinstance(found, (int, float)) and not isinstance(found, bool)
        else Decimal(0)
    )
