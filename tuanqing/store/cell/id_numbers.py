"""Numbers that stand for people: identity numbers and telephones, checked and brought to one form."""

import re
from collections.abc import Callable
from datetime import date
from typing import Literal, NamedTuple

from tuanqing.store.cell.text import squeeze

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
MOBILE = re.compile(r"1[3-9]\d{9}")

_PERSONS = re.compile(  # an identity number, a mobile phone: alone or inside a longer text
    r"(?<!\d)(?:\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]"
    r"|(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4})(?!\d)"
)

Fault = Literal["lost", "starred", "invalid", "date"]


class IdNumber(NamedTuple):
    """`normal` has 18 characters, or None; `fault` says why a text that is there gives none."""

    normal: str | None
    fault: Fault | None = None


def without_persons(text: str, put: Callable[[str], str]) -> str:
    """`text` with what `put` makes of each identity number and mobile phone in their place."""
    return _PERSONS.sub(lambda found: put(found[0]), text)


def is_persons(text: str) -> bool:
    """Whether a cell holds an identity number or a mobile phone and no more (a letter before it aside)."""
    return _PERSONS.fullmatch(re.sub(r"^[A-Za-z]", "", squeeze(text))) is not None


def id_number(text: str | None) -> IdNumber:
    """The identity number in a cell.

    'lost': a spreadsheet kept only 15 digits; 'starred': masked; 'date': no such birth date; 'invalid':
    anything else. A number with a fault is never to be compared with another.
    """
    bare = squeeze(text or "").upper()
    if not bare.isalnum():
        bare = re.sub(r"[\s-]", "", bare)
    if not bare or not bare.strip("/\\—无"):
        return IdNumber(None)
    if "*" in bare or "XX" in bare or "•" in bare or "●" in bare:
        return IdNumber(None, "starred")
    if re.fullmatch(r"\d(?:\.\d+)?E\+?1[4-7]", bare):
        return IdNumber(None, "lost")
    bare = bare.removesuffix(".0")
    if re.fullmatch(r"\d{15}", bare):
        bare = bare[:6] + "19" + bare[6:]
        bare += check_digit(bare)
    if not re.fullmatch(r"\d{17}[\dX]", bare):
        return IdNumber(None, "invalid")
    good = check_digit(bare[:17]) == bare[17]
    # A double keeps 15 digits of 18; written out in full it is 000 at the end, or the double nearest to that.
    if not good and bare.isdigit() and bare[15:] in ("000", str(int(float(bare[:15] + "000")))[15:]):
        return IdNumber(None, "lost")
    if birth_date(bare) is None:
        return IdNumber(None, "date")
    return IdNumber(bare) if good else IdNumber(None, "invalid")


def birth_date(normal: str) -> date | None:
    """The birth date in an 18-character identity number, None when it is no day between 1900 and 2100."""
    try:
        born = date(int(normal[6:10]), int(normal[10:12]), int(normal[12:14]))
    except ValueError:
        return None
    return born if 1900 <= born.year <= 2100 else None


def phone(text: str | None) -> str | None:
    """The mobile number in a cell as eleven digits, None for landlines and anything else."""
    bare = re.sub(r"[\s()-]", "", squeeze(text or "")).removesuffix(".0")
    bare = re.sub(r"^(?:\+|00)?86(?=1[3-9]\d{9}$)", "", bare)
    return bare if MOBILE.fullmatch(bare) else None


def check_digit(first: str) -> str:
    return CHECKS[sum(weight * int(digit) for weight, digit in zip(WEIGHTS, first, strict=True)) % 11]
