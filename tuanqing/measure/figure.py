"""A figure and all it carries: what it was divided out of, who reported it, of what day it is, what it changed by.

Every surface (card, table, chart, list, document, command line) reads figures here and nowhere else. What is not known
is told as not known: a total to which only some units contributed is not judged, ranked or compared with a period of
other units; an old list is no change; a period that has not ended waits for its yearly target (design §3).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from tuanqing.define.period import Period
from tuanqing.define.query import Indicator
from tuanqing.measure.amount import SMALL as SMALL
from tuanqing.measure.amount import Amount as Amount
from tuanqing.measure.amount import amounts as amounts
from tuanqing.measure.amount import carried as carried
from tuanqing.measure.amount import comparable, is_small
from tuanqing.measure.amount import is_stock as is_stock
from tuanqing.measure.amount import observations as observations
from tuanqing.measure.amount import series as series
from tuanqing.measure.doubt import verified
from tuanqing.store.warehouse.snapshot import Snapshot

SIDES = ("previous", "year")  # 环比, 同比
JUDGED = ("met", "near", "missed")  # against the target


@dataclass(frozen=True)
class Change:
    """What a figure changed by against an earlier one.

    `kind`: points (difference of percentages), percent (of the earlier value), count (difference of counts, the base
    being below ten), parts (rates on such a base, or grown from nothing: show both). "" where no change is known; then
    `reason` is: nothing (no earlier figure), bound, units (others have reported), same_list, unfinished, twice (the list
    before is also that of a year before, and told as that).
    """

    side: str  # previous | year
    was: Amount
    kind: str = ""
    size: float | None = None
    reason: str = ""
    by_list: bool = False  # it is named by the dates of two lists, not by periods
    at_end: bool = False  # it compares what stood at the ends of two periods

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
    verified: Amount | None = None  # without the rows a check doubts, where that is another

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
    """Every indicator in every area, in the order given: indicator by indicator, area by area; ranked among the areas."""
    found = _figures(snapshot, indicators, areas, [period])
    return [row for indicator in indicators for row in ranked(indicator, found[indicator.name])]


def history(
    snapshot: Snapshot, indicator: Indicator, areas: Sequence[str], periods: Sequence[Period]
) -> list[Figure]:
    """One indicator area by area, period by period, each with its own change; nobody is ranked."""
    return _figures(snapshot, [indicator], areas, periods)[indicator.name]


def _figures(
    snapshot: Snapshot, indicators: Sequence[Indicator], areas: Sequence[str], periods: Sequence[Period]
) -> dict[str, list[Figure]]:
    wanted = [each for period in periods for each in (period, period.shift(-1), period.year_before())]
    held = amounts(snapshot, indicators, areas, wanted)
    names = _names(snapshot, areas)
    twins = verified(snapshot, indicators, areas, periods)
    found: dict[str, list[Figure]] = {}
    for indicator in indicators:
        found[indicator.name] = [
            Figure(
                **{f: getattr(held[indicator.name, area, period], f) for f in Amount.__dataclass_fields__},
                indicator=indicator.name,
                area_code=area,
                area_name=names[area].on(period),
                verified=_apart(
                    held[indicator.name, area, period], twins.get((indicator.name, area, period))
                ),
                **judged(indicator, held[indicator.name, area, period]),
                **_changes(indicator, area, period, held),
            )
            for area in areas
            if area in names
            for period in periods
        ]
    return found


def _apart(claimed: Amount, found: Amount | None) -> Amount | None:
    """The verified figure, where there is one as claimed and it differs."""
    same = found and (found.numerator, found.denominator) == (claimed.numerator, claimed.denominator)
    return None if claimed.value is None or same else found


def _changes(
    indicator: Indicator, area: str, period: Period, held: Mapping[tuple[str, str, Period], Amount]
) -> dict[str, Change]:
    """On the period before and on the same one a year before; where both are one, one is said."""
    now, before, year = held[indicator.name, area, period], period.shift(-1), period.year_before()
    found = {
        side: changed(indicator, side, now, held[indicator.name, area, then])
        for side, then in (("previous", before), ("year", year))
    }
    if year != before and _is_one(found["previous"], found["year"]):
        found["previous"] = replace(found["previous"], kind="", size=None, reason="twice")
    return found


def figure(snapshot: Snapshot, indicator: Indicator, area: str, period: Period) -> Figure:
    """One indicator in one area."""
    return figures(snapshot, [indicator], [area], period)[0]


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


def is_open(row: Figure) -> bool:
    """Whether it is not known if a figure meets its target: not reported, not in full, or only "at least"."""
    return row.status in ("partial", "unsure") or row.absence in ("hidden", "unreported", "bound")


def changed(indicator: Indicator, side: str, now: Amount, was: Amount) -> Change:
    """What `now` differs by from `was`, or why that is not known."""
    by_list = is_stock(indicator) and bool(now.heard.lists)
    told = Change(side, was, by_list=by_list, at_end=is_stock(indicator))
    if now.value is None or was.value is None:
        return replace(told, reason="nothing")
    if now.lower_bound or was.lower_bound:
        return replace(told, reason="bound")
    if now.heard.units != was.heard.units or now.heard.is_mixed or was.heard.is_mixed:
        return replace(told, reason="units")
    if by_list and now.heard.lists == was.heard.lists:
        return replace(told, reason="same_list")
    if not by_list and (now.until is not None or was.until is not None):
        return replace(told, reason="unfinished")
    difference = now.value - was.value
    counts = (now.denominator, was.denominator) if indicator.is_rate else (was.numerator,)
    small = indicator.unit == "percent" and min(count or 0 for count in counts) < SMALL
    if indicator.unit == "percent" and (
        difference == 0 or not small
    ):  # unchanged is 持平, however small the base
        return replace(told, kind="points", size=difference)
    if indicator.is_rate and was.value > 0 and indicator.unit != "percent":
        return replace(told, kind="percent", size=100 * difference / was.value)
    if indicator.is_rate:
        return replace(told, kind="parts", size=None if difference else 0.0)
    if (was.numerator or 0) < SMALL:
        return replace(told, kind="count", size=difference)
    return replace(told, kind="percent", size=100 * difference / was.value)


def _is_one(previous: Change, year: Change) -> bool:
    """Whether both changes rest on one and the same earlier list: then they are one, and said once."""
    return previous.by_list and bool(previous.kind) and previous.was.heard.lists == year.was.heard.lists


def ranked(indicator: Indicator, rows: list[Figure]) -> list[Figure]:
    """With ranks among the areas, as `places_of` gives them."""
    held = places_of(indicator, {row.area_code: row for row in rows})
    return [
        replace(row, rank=held[row.area_code][0], tied=held[row.area_code][1])
        if row.area_code in held
        else row
        for row in rows
    ]


def places_of(indicator: Indicator, rows: Mapping[str, Amount]) -> dict[str, tuple[int, int]]:
    """By area its rank (1 is best, equals share one) and how many share it, where every one of them has reported the
    whole and better has a sense; else nothing.
    """
    if indicator.better == "neither" or not comparable(rows.values()):
        return {}
    sign = -1 if indicator.better == "higher" else 1
    own = {
        area: round(sign * row.value, 9)
        for area, row in rows.items()
        if row.value is not None and not is_small(indicator, row)
    }
    if len(own) < 2:
        return {}
    ordered = sorted(own.values())
    places = {key: (ordered.index(key) + 1, ordered.count(key)) for key in set(ordered)}
    return {area: places[key] for area, key in own.items()}


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
        touching = tuple(dict.fromkeys(each for amount in known for each in amount.corrections))
        summed = Amount(period, total, None, float(total), bound, known[-1].heard, touching)
        found[indicator.name] = Sum(summed, len(months) - whole)
    return found


@dataclass(frozen=True)
class _Names:
    now: str
    stretches: Sequence[tuple[date, date, str]]  # from, up to, its name then

    def on(self, period: Period) -> str:
        """What it was called at a period's end."""
        return next((name for since, until, name in self.stretches if since <= period.last < until), self.now)


def _names(snapshot: Snapshot, areas: Sequence[str]) -> Mapping[str, _Names]:
    rows = snapshot.execute(
        "SELECT area_code, area.name, list([span.since, span.until]), list(span.name) "
        f"FROM {snapshot.near('area')} AS area "
        "LEFT JOIN area_span AS span USING (area_code) WHERE list_contains($areas, area_code) GROUP BY ALL",
        {"areas": list(areas)},
    ).fetchall()
    return {
        code: _Names(name, [(*span, then) for span, then in zip(spans, names, strict=True) if then])
        for code, name, spans, names in rows
    }
