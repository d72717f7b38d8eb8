"""Numbers as text: rounded half away from zero, at the edge only."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

EXACT = 9  # decimals a float is trusted to


def exact(value: Any) -> Decimal:
    """A number without what binary arithmetic frayed: 0.15 − 0.1 is 0.05 and not 0.04999999999999999."""
    return Decimal(repr(round(value, EXACT)) if isinstance(value, float) else str(value))


def rounded(value: Any, places: int = 0) -> str:
    """A number with thousands separators, rounded half away from zero."""
    cut = exact(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{abs(cut) if cut == 0 else cut:,.{places}f}"


def telling_places(value: Any, places: int, missed: Any) -> int:
    """Decimals, up to three more where a number would read like the target it misses: 99.96, not 100.0."""
    more = places
    while more < places + 3 and rounded(value, more) == rounded(missed, more):
        more += 1
    return more


def telling(value: Any, places: int, missed: Any) -> str:
    """A number, with the decimals that tell it from a target it misses (None: it misses none)."""
    return rounded(value, places if missed is None else telling_places(value, places, missed))


def tenths(value: Any) -> Decimal:
    """A number at one decimal, to be written on."""
    return exact(value).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def plain(value: Any) -> str:
    """A count as it is: no decimals when whole, else one."""
    return rounded(value, 0 if Decimal(str(value)) == Decimal(str(value)).to_integral_value() else 1)
