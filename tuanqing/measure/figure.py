"""A figure and all it carries: what it was divided out of, who reported it, of what day it is, what it changed by.

Every surface (card, table, chart, list, document, command line) reads figures here and nowhere else. What is not known
is told as not known: a total to which only some units contributed is not judged, ranked or compared with a period of
other units; an old list is no change; a period that has not ended waits for its yearly target (design §3).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from tuanqing.define.period import Period
from tuanqing.define.query import Indicator
from tuanqing.measure.reporting import NOTHING, Heard, heard
from tuanqing.store.warehouse.snapshot import Snapshot

SMALL = 10  # below this base a share or a change is given as counts
SIDES = ("previous", "year")  # 环比, 同比
JUDGED = ("met", "near", "missed")  # against the target


@dataclass(frozen=True)
class Amount:
    """What stands for one period in one area."""

    period: Period
    numerator: Decimal | None = None
    denominator: Decimal | None = None  # None: a plain count
    value: float | None = None
    lower_bound: bool = False
    heard: Heard = NOTHING

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
    def until(self) -> date | None:
        """The last month reported of a period that has not ended; None when it has."""
        return self.heard.until

    @property
    def absence(self) -> str:
        """Why there is no value: unreported, bound (its base is only "at least"), empty (0 in 0); "" when there is one."""
        if self.value is not None:
            return ""
        if self.numerator is None:
            return "unreported"
        return "empty" if not self.denominator else "bound"


@dataclass(frozen=True)
class Change:
    """What a figure changed by against an earlier one.

    `kind`: points (difference of percentages), percent (of the earlier value), count (difference of counts, the base
    being below ten), parts (rates on such a base, or grown from nothing: show both). "" where no change is known; then
    `reason` is: nothing (no earlier figure), bound, units (others have reported), same_list, unfinished.
    """

    side: str  # previous | year
    was: Amount
    kind: str = ""
    size: float | None = None
    reason: str = ""
    by_list: bool = False  # it is named by the dates of two lists, not by periods

    @property
    def direction(self) -> int:
        """1 up, -1 down, 0 level or unknown."""
        return 0 if not self.size else 1 if self.size > 0 else -1


@dataclass(frozen=True)
class Figure(Amount):
    """An indicator in an area and period.

    `status`: no_data, partial, waits (the target's period is not over), unsure (a lower bound on the wrong side of the
    target), no_target, met, near (within a tenth of the target) or missed. `rank` among the areas read with it: None unless all of them are whole and better has a sense;
    `tied`: how many share it.
    """

    indicator: str = ""
    area_code: str = ""
    area_name: str = ""
    status: str = "no_data"
    target: float | None = None
    previous: Change | None = None
    year: Change | None = None
    rank: int | None = None
    tied: int = 1

    def __getitem__(self, name: str) -> Any:
        side, _dash, key = name.partition("_")
        told = self.against(side) if side in SIDES and key else None
        if told is not None:
            return (
                {"kind": told.kind or None, "change": told.size}.get(key)
                if key in ("kind", "change")
                else getattr(told.was, key)
            )
        return None if side in SIDES and key else getattr(self, name)

    @property
    def change(self) -> Change | None:
        """The change shown where there is room for one: on the year before where known, else on the period before."""
        known = [c for c in (self.year, self.previous) if c is not None and c.kind]
        told = [c for c in (self.year, self.previous) if c is not None and c.reason != "nothing"]
        return (known or told or [None])[0]

    def against(self, side: str) -> Change | None:
        """The change on one side."""
        return self.previous if side == "previous" else self.year

    @property
    def completion(self) -> float | None:
        """Per cent of the target reached, where higher is better."""
        return None if not self.target or self.value is None else 100 * self.value / self.target

    @property
    def short(self) -> float | None:
        """How far the value is from the target."""
        return None if self.target is None or self.value is None else abs(self.target - self.value)


def figures(
    snapshot: Snapshot, indicators: Sequence[Indicator], areas: Sequence[str], period: Period
) -> list[Figure]:
    """Every indicator in every area, in the order given: indicator by indicator, area by area."""
    before, year = period.shift(-1), period.year_before()
    held = amounts(snapshot, indicators, areas, [period, before, year])
    names = _names(snapshot, areas)
    found = []
    for indicator in indicators:
        own = []
        for area in areas:
            if area not in names:
                continue
            now = held[indicator.name, area, period]
            sides = [("previous", before)] + ([] if year == before else [("year", year)])
            changes = {
                side: changed(indicator, side, now, held[indicator.name, area, then]) for side, then in sides
            }
            if year == before:
                changes["year"] = replace(changes["previous"], side="year")
            elif _is_one(changes["previous"], changes["year"]):
                changes["previous"] = replace(changes["previous"], kind="", size=None, reason="same_list")
            own.append(
                Figure(
                    **{f: getattr(now, f) for f in Amount.__dataclass_fields__},
                    indicator=indicator.name,
                    area_code=area,
                    area_name=names[area],
                    **judged(indicator, now),
                    **changes,
                )
            )
        found += ranked(indicator, own)
    return found


def figure(snapshot: Snapshot, indicator: Indicator, area: str, period: Period) -> Figure:
    """One indicator in one area."""
    return figures(snapshot, [indicator], [area], period)[0]


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


def is_stock(indicator: Indicator) -> bool:
    """Whether it stands at a period's end (of a list, say) instead of adding up over the period."""
    return indicator.over_time["numerator"] == "last"


def amounts(
    snapshot: Snapshot, indicators: Sequence[Indicator], areas: Sequence[str], periods: Sequence[Period]
) -> dict[tuple[str, str, Period], Amount]:
    """By indicator, area and period what stands there; periods of any grain."""
    periods = list(dict.fromkeys(periods))
    cells = {
        (name, area, grain, first): (numerator, denominator, value, bound)
        for name, area, grain, first, numerator, denominator, value, bound in snapshot.execute(
            "SELECT indicator, area_code, grain, period, numerator, denominator, value, lower_bound FROM cube "
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
    found = {}
    for indicator in indicators:
        for area in areas:
            for period in periods:
                cell = cells.get((indicator.name, area, period.grain, period.first))
                found[indicator.name, area, period] = _amount(
                    period, cell, told[indicator.name, area, period]
                )
    return found


def _amount(period: Period, cell: tuple | None, told: Heard) -> Amount:
    """A cell of the cube with who reported it. Where nobody did, there is no figure."""
    if cell is None or told.is_silent:
        return Amount(period, heard=told)
    numerator, denominator, value, bound = cell
    return Amount(period, numerator, denominator, value, bool(bound), told)


def judged(indicator: Indicator, now: Amount) -> dict[str, Any]:
    """The target in force and what the amount is to it."""
    target = indicator.target(now.period) if indicator.better != "neither" else None
    if now.value is None:
        return {"status": "no_data", "target": target}
    if now.is_partial:
        return {"status": "partial", "target": target}
    if target is None:
        return {"status": "no_target", "target": None}
    if now.until is not None:
        return {"status": "waits", "target": target}
    gap = (now.value - target) * (1 if indicator.better == "higher" else -1)
    status = "met" if gap >= -1e-9 else "near" if gap >= -abs(target) / 10 else "missed"
    if now.lower_bound and (status == "met") != (indicator.better == "higher"):
        status = "unsure"  # "at least so much" may lie on either side of the target
    return {"status": status, "target": target}


def changed(indicator: Indicator, side: str, now: Amount, was: Amount) -> Change:
    """What `now` differs by from `was`, or why that is not known."""
    by_list = is_stock(indicator) and bool(now.heard.lists)
    told = Change(side, was, by_list=by_list)
    if now.value is None or was.value is None:
        return replace(told, reason="nothing")
    if now.lower_bound or was.lower_bound:
        return replace(told, reason="bound")
    if now.heard.units != was.heard.units:
        return replace(told, reason="units")
    if by_list and now.heard.lists == was.heard.lists:
        return replace(told, reason="same_list")
    if not by_list and (now.until is not None or was.until is not None):
        return replace(told, reason="unfinished")
    difference = now.value - was.value
    counts = (now.denominator, was.denominator) if indicator.is_rate else (was.numerator,)
    small = indicator.unit == "percent" and min(count or 0 for count in counts) < SMALL
    if indicator.unit == "percent":
        return replace(told, kind="parts") if small else replace(told, kind="points", size=difference)
    if indicator.is_rate:
        if was.value > 0:
            return replace(told, kind="percent", size=100 * difference / was.value)
        return replace(told, kind="parts")
    if (was.numerator or 0) < SMALL:
        return replace(told, kind="count", size=difference)
    return replace(told, kind="percent", size=100 * difference / was.value)


def _is_one(previous: Change, year: Change) -> bool:
    """Whether both changes rest on one and the same earlier list: then they are one, and said once."""
    return previous.by_list and bool(previous.kind) and previous.was.heard.lists == year.was.heard.lists


def ranked(indicator: Indicator, rows: list[Figure]) -> list[Figure]:
    """With ranks (1 is best, equals share one) among the areas, where every one of them is whole."""
    if indicator.better == "neither" or any(row.is_partial or row.lower_bound for row in rows):
        return rows
    known = [row for row in rows if row.value is not None and not is_small(indicator, row)]
    if len(known) < 2:
        return rows
    sign = -1 if indicator.better == "higher" else 1
    keys = sorted(round(sign * (row.value or 0), 9) for row in known)
    places = {key: keys.index(key) + 1 for key in keys}
    counted = {key: keys.count(key) for key in keys}
    own = {row.area_code: round(sign * (row.value or 0), 9) for row in known}
    return [
        replace(row, rank=places[own[row.area_code]], tied=counted[own[row.area_code]])
        if row.area_code in own
        else row
        for row in rows
    ]


def is_small(indicator: Indicator, row: Amount) -> bool:
    """Whether the base is too small for a percentage: counts are given instead."""
    return indicator.unit == "percent" and row.denominator is not None and row.denominator < SMALL


@dataclass(frozen=True)
class Sum:
    """From January to a period's end."""

    amount: Amount
    missing: int  # months without the whole of it


def since_january(
    snapshot: Snapshot, indicators: Sequence[Indicator], area: str, period: Period
) -> dict[str, Sum]:
    """From January to a period's end, of counts that add up, by indicator; none for a year, nor where January is all."""
    added = [i for i in indicators if not i.is_rate and i.over_time["numerator"] == "sum"]
    if period.grain == "year" or period.first.month == 1 or not added:
        return {}
    months = [Period(date(period.first.year, n, 1)) for n in range(1, period.last.month + 1)]
    held = series(snapshot, added, area, months)
    found = {}
    for indicator in added:
        known = [amount for amount in held[indicator.name] if amount.value is not None]
        if not known:
            continue
        total = sum((amount.numerator or Decimal(0) for amount in known), Decimal(0))
        bound = any(amount.lower_bound for amount in known)
        whole = sum(not amount.is_partial for amount in known)
        summed = Amount(period, total, None, float(total), bound, known[-1].heard)
        found[indicator.name] = Sum(summed, len(months) - whole)
    return found


def _names(snapshot: Snapshot, areas: Sequence[str]) -> Mapping[str, str]:
    return dict(
        snapshot.execute(
            "SELECT area_code, name FROM area WHERE list_contains($areas, area_code)", {"areas": list(areas)}
        ).fetchall()
    )
