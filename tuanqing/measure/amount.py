"""What stands in an area for a period: numerator, denominator, value, bound, and who reported it.

What is not known is told as not known: where nobody who owes it has reported there is no figure (design §3).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from tuanqing.define.period import Period
from tuanqing.define.query import Indicator
from tuanqing.measure import seen, suppression
from tuanqing.measure.corrected import Corrected
from tuanqing.measure.reporting import NOTHING, Heard, heard
from tuanqing.store.warehouse.corrections import Stands
from tuanqing.store.warehouse.snapshot import Snapshot

SMALL = 10  # below this base a share or a change is given as counts


@dataclass(frozen=True)
class Amount:
    """What stands for one period in one area."""

    period: Period
    numerator: Decimal | None = None
    denominator: Decimal | None = None  # None: a plain count
    value: float | None = None
    lower_bound: bool = False
    heard: Heard = NOTHING
    corrections: tuple[Stands, ...] = ()  # that touch the rows it is made of
    hidden: bool = False  # it is of few people beyond the reader's areas, or would tell such a number

    def __getitem__(self, name: str) -> Any:
        return getattr(self, name)

    @property
    def reported(self) -> int:
        """Units that have given the whole of what the indicator reads for the period."""
        return self.heard.reported

    @property
    def expected(self) -> int:
        """Units that owe it."""
        return self.heard.expected

    @property
    def list_as_of(self) -> date | None:
        """The date of the list, or of the last event, that it rests on."""
        return self.heard.as_of

    @property
    def is_partial(self) -> bool:
        """Whether only some of the units that owe it have contributed."""
        return self.value is not None and self.heard.reported < self.heard.expected

    @property
    def is_thin(self) -> bool:
        """Whether fewer than nine in ten of the units that owe it have reported it (DHIS2's usual mark)."""
        return self.heard.reported * 10 < self.heard.expected * 9

    @property
    def until(self) -> date | None:
        """The last month reported of a period that has not ended; None when it has."""
        return self.heard.until

    @property
    def absence(self) -> str:
        """Why there is no value: hidden, unreported, bound (its base is only "at least"), empty (everybody has reported, and
        there is none of the kind, or 0 in 0); "" when there is one."""
        if self.value is not None:
            return ""
        if self.hidden:
            return "hidden"
        if self.numerator is None:
            return "empty" if 0 < self.heard.expected == self.heard.reported else "unreported"
        return "empty" if not self.denominator else "bound"


def is_stock(indicator: Indicator) -> bool:
    """Whether it stands at a period's end (of a list, say) instead of adding up over the period."""
    return indicator.over_time["numerator"] == "last"


def is_small(indicator: Indicator, row: Amount) -> bool:
    """Whether the base is too small for a percentage: counts are given instead."""
    return indicator.unit == "percent" and row.denominator is not None and row.denominator < SMALL


def comparable(rows: Iterable[Amount]) -> bool:
    """Whether one may be said to be more than another: each has reported the whole, and none is only "at least"."""
    return not any(
        row.heard.reported < row.heard.expected or row.lower_bound or row.absence == "bound" for row in rows
    )


def amounts(
    snapshot: Snapshot, indicators: Sequence[Indicator], areas: Sequence[str], periods: Sequence[Period]
) -> dict[tuple[str, str, Period], Amount]:
    """By indicator, area and period what stands there; periods of any grain."""
    periods = list(dict.fromkeys(periods))
    cells = {
        (name, area, grain, first): (numerator, denominator, value, bound)
        for name, area, grain, first, numerator, denominator, value, bound in snapshot.execute(
            "SELECT indicator, area_code, grain, period, numerator, denominator, value, lower_bound "
            f"FROM {seen.cube(snapshot)} AS cube "
            "SEMI JOIN (SELECT unnest($grains) AS grain, unnest($firsts) AS period) AS wanted USING (grain, period) "
            "WHERE dimension = '' AND list_contains($names, indicator) AND list_contains($areas, area_code)",
            {
                "names": [i.name for i in indicators],
                "areas": list(areas),
                "grains": [p.grain for p in periods],
                "firsts": [p.first for p in periods],
            },
        ).fetchall()
    }
    told = heard(snapshot, indicators, areas, periods)
    corrected = Corrected.of(snapshot)
    found = {}
    for indicator in indicators:
        for area in areas:
            for period in periods:
                cell = cells.get((indicator.name, area, period.grain, period.first))
                amount = _amount(period, cell, told[indicator.name, area, period])
                if cell is None and suppression.is_hidden(
                    snapshot, indicator.name, area, period.grain, period.first.year
                ):
                    amount = replace(amount, hidden=True)
                touching = corrected.figure(indicator, area, period)
                found[indicator.name, area, period] = (
                    replace(amount, corrections=touching) if touching else amount
                )
    return found


def _amount(period: Period, cell: tuple | None, told: Heard) -> Amount:
    """A cell of the cube with who reported it. Where nobody did, there is no figure."""
    if cell is None or told.is_silent:
        return Amount(period, heard=told)
    numerator, denominator, value, bound = cell
    return Amount(period, numerator, denominator, value, bool(bound), told)


def series(
    snapshot: Snapshot, indicators: Sequence[Indicator], area: str, periods: Sequence[Period]
) -> dict[str, list[Amount]]:
    """By indicator what stands in each of the periods, whether or not there is a value."""
    held = amounts(snapshot, indicators, [area], periods)
    return {i.name: [held[i.name, area, period] for period in periods] for i in indicators}


def observations(found: Iterable[Amount], indicator: Indicator) -> list[Amount]:
    """The amounts that are observations of their own: whole ones, of a list only the first period it stands in."""
    kept: list[Amount] = []
    for amount in found:
        if amount.value is None or amount.is_partial or amount.until is not None:
            continue
        if is_stock(indicator) and kept and amount.heard.lists and amount.heard.lists == kept[-1].heard.lists:
            continue
        kept.append(amount)
    return kept


def carried(found: Sequence[Amount], indicator: Indicator) -> list[bool]:
    """Of a series which amounts only repeat an earlier one, their list being the same."""
    told: list[bool] = []
    last: int | None = None
    for amount in found:
        lists = amount.heard.lists if is_stock(indicator) and amount.value is not None else None
        told.append(lists is not None and lists == last)
        last = lists if amount.value is not None else last
    return told
