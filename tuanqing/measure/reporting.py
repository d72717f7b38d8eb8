"""Who has reported what an indicator reads: of the units that owe it (data/rules/reporting.toml), how many gave it whole.

A unit has reported a month when a batch that stands speaks for it, with or without rows, and with every column the
indicator reads (`reported_unit`). It has reported a quarter or a year of events when it has each month it owes inside;
of a list, when one is in force at its end. A period is over when no month that is owed lies beyond the last one anybody
in the place has reported; a list's when the place's data reach its end.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Generic, TypeVar

from tuanqing.define.period import Period
from tuanqing.define.query import Indicator
from tuanqing.store.warehouse.snapshot import Snapshot

T = TypeVar("T")
Need = tuple[
    str, str, tuple[str, ...]
]  # a dataset, how it is read (below), and the columns of it that are read
# events: what happened in a month. registry: what a list says of its day. history: what a list says happened before
# (who was elected when): any later list says it as well.


@dataclass(frozen=True)
class Heard:
    """How much of an indicator was reported in an area for a period."""

    reported: int = 0  # units that gave all of it
    expected: int = 0  # units that owe it
    some: int = 0  # units that gave any of it
    units: int = 0  # tells one set of reporting units from another
    level: str = ""  # the level of the units that owe it
    as_of: date | None = None  # of the newest list it rests on, or the last event
    listed: date | None = None  # of the newest list it rests on
    lists: int | None = None  # tells the lists it rests on from others; None: it rests on no list
    until: date | None = None  # the last month reported, where the period has not ended
    lacking: str = ""  # the name of the one unit of several that has not given all of it

    @property
    def is_silent(self) -> bool:
        """Whether nobody who owes it has given any of it."""
        return self.expected > 0 and self.some == 0

    @property
    def is_mixed(self) -> bool:
        """Whether a unit has given some months of it and not others: no other total is of the same months and units."""
        return self.some > self.reported


NOTHING = Heard()
_MANY = 300_000  # answers that are remembered: a few hundred bytes each


@dataclass(frozen=True)
class Unit:
    """Somebody who owes a dataset."""

    code: str
    level: str
    months: frozenset[int]  # of the year
    days: int  # after a month's end within which it is due
    since: date | None
    until: date | None  # not included

    def owes(self, day: date) -> bool:
        """Whether it owed anything on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or self.until > day)


class Near(Generic[T]):
    """Things of areas, found from the areas around: those of an area itself, of what lies in it and what it lies in."""

    def __init__(self, above: Mapping[str, Sequence[str]], things: Iterable[tuple[str, T]]):
        self.above = above
        self.at: dict[str, list[T]] = defaultdict(list)
        self.under: dict[str, list[T]] = defaultdict(list)  # itself included
        for area, thing in things:
            self.at[area].append(thing)
            for ancestor in above.get(area, (area,)):
                self.under[ancestor].append(thing)

    def __call__(self, area: str) -> list[T]:
        """Those around an area."""
        found = list(self.under.get(area, ()))
        for ancestor in self.above[area][1:]:
            found += self.at.get(ancestor, ())
        return found


@dataclass(frozen=True)
class Reports:
    """All that was reported in one version: read once, then asked without it. Months are their first days."""

    above: Mapping[str, Sequence[str]]  # an area: itself, then what lies above it, or ever did
    moved: Mapping[
        tuple[str, str], Sequence[tuple[date, date]]
    ]  # (area, what it lay in) where not always: from, up to
    owing: Mapping[str, Near[Unit]]  # by dataset
    given: Mapping[tuple[str, str], Mapping[date, frozenset[str]]]  # dataset, unit → month → columns
    ends: Mapping[tuple[str, str], Sequence[date]]  # dataset, root → the months anybody there has reported
    reach: Mapping[str, date]  # a root: the last month of any of its data
    lists: Mapping[
        str, Near[tuple[str, tuple[date, ...], tuple[date, ...]]]
    ]  # dataset → cover, in force from, of the day
    dated: Mapping[str, Near[tuple[date, date]]]  # dataset → (month, its last day with data)
    needs: Mapping[str, Sequence[Need]]  # by indicator
    names: Mapping[str, str]  # of areas
    answered: dict[tuple[str, Need, Period], Heard] = field(default_factory=dict)  # whoever asks again
    owe: dict[tuple[str, str, date], list[Unit]] = field(default_factory=dict)

    @classmethod
    def of(cls, snapshot: Snapshot) -> "Reports":
        """Those of a version; all that is opened of it shares them."""
        return snapshot.once("reports", _read)

    def heard(self, area: str, need: Need, period: Period) -> Heard:
        """How much of some columns of one dataset was reported in an area for a period."""
        key = (area, need, period)
        found = self.answered.get(key)
        if found is None:
            if len(self.answered) >= _MANY:
                self.answered.clear()
            found = self.answered[key] = self._heard(*key)
        return found

    def _heard(self, area: str, need: Need, period: Period) -> Heard:
        dataset, kind, columns = need
        if area not in self.above:
            return NOTHING
        reached = self.reached(area, dataset, kind, period)
        end = reached if reached is not None and reached >= period.first else None
        wanted, whole, lacking, some, goes_on, level = frozenset(columns), [], [], 0, False, ""
        span = [] if end is None else [end] if kind != "events" else months(period.first, end)
        units = self._owing(area, dataset, period.last)
        for unit in units:
            owed = [month for month in span if kind != "events" or month.month in unit.months] or span
            given = self.given.get((dataset, unit.code), {})
            has = {month for month in span if month in given and wanted <= given[month]}
            some += bool(has)
            level = min(level or unit.level, unit.level)
            (whole if owed and has.issuperset(owed) else lacking).append(unit.code)
            goes_on = goes_on or (end is not None and _goes_on(unit, kind, end, period))
        as_of, listed, lists = self._dates(area, dataset, kind, reached, period)
        until = end if goes_on else None
        one = self.names.get(lacking[0], "") if whole and len(lacking) == 1 else ""
        units_of = hash(frozenset(whole))
        return Heard(len(whole), len(units), some, units_of, level, as_of, listed, lists, until, one)

    def _owing(self, area: str, dataset: str, day: date) -> list[Unit]:
        """Who owes a dataset around an area on a day."""
        key = (area, dataset, day)
        if key not in self.owe:
            around = self.owing[dataset](area) if dataset in self.owing else []
            self.owe[key] = [unit for unit in around if unit.owes(day) and self.is_near(unit.code, area, day)]
        return self.owe[key]

    def is_near(self, one: str, other: str, day: date) -> bool:
        """Whether one of two areas lies in the other on a day."""
        return self._lies(one, other, day) or self._lies(other, one, day)

    def _lies(self, lower: str, upper: str, day: date) -> bool:
        if upper not in self.above.get(lower, ()):
            return False
        spans = self.moved.get((lower, upper))
        return spans is None or any(since <= day < until for since, until in spans)

    def reached(self, area: str, dataset: str, kind: str, period: Period) -> date | None:
        """The last month up to the period's end that the data of the area's place reach; it may lie before the period.
        Of a history the last of all.
        """
        root, last = self.above[area][-1], period.last.replace(day=1)
        if kind != "events":
            reach = self.reach.get(root)
            return reach if reach is None or kind == "history" else min(last, reach)
        reported = self.ends.get((dataset, root), ())
        at = bisect_right(reported, last)
        return reported[at - 1] if at else None

    def _dates(
        self, area: str, dataset: str, kind: str, reached: date | None, period: Period
    ) -> tuple[date | None, date | None, int | None]:
        """The date of the newest list or last event, of the newest list, and what tells the lists from others."""
        if kind == "events":
            around = self.dated[dataset](area) if dataset in self.dated else ()
            days = [day for month, day in around if period.first <= month <= period.last]
            return max(days, default=None), None, None
        if reached is None or dataset not in self.lists:
            return None, None, None
        found = []
        for cover, since, days in self.lists[dataset](area):
            at = bisect_right(since, reached)
            if at:
                found.append((dataset, cover, days[at - 1]))
        newest = max((day for _dataset, _cover, day in found), default=None)
        return newest, newest, hash(frozenset(found)) if found else None


def _goes_on(unit: Unit, kind: str, end: date, period: Period) -> bool:
    """Whether the unit owes something of the period beyond the last month anybody has reported."""
    if end >= period.last.replace(day=1):
        return False
    if kind != "events":
        return True
    return any(month.month in unit.months for month in months(end, period.last)[1:])


def months(first: date, last: date) -> list[date]:
    """The months from one to another, both included."""
    span = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [date(n // 12, n % 12 + 1, 1) for n in span]


def _read(snapshot: Snapshot) -> Reports:
    above: dict[str, list[str]] = defaultdict(list)
    moved: dict[tuple[str, str], list[tuple[date, date]]] = defaultdict(list)
    for area, ancestor, spans, always in snapshot.execute(
        "SELECT area_code, ancestor_code, list([since, until] ORDER BY since), bool_or(since = DATE '0001-01-01' AND "
        "until = DATE '9999-01-01') FROM area_path GROUP BY ALL ORDER BY area_code, min(steps), min(since)"
    ).fetchall():
        above[area].append(ancestor)
        if not always:
            moved[area, ancestor] = [(since, until) for since, until in spans]
    units: dict[str, list[tuple[str, Unit]]] = defaultdict(list)
    for dataset, code, level, of_year, days, since, until in snapshot.execute(
        "SELECT dataset, area_code, level, months, days, since, until FROM owed ORDER BY ALL"
    ).fetchall():
        units[dataset].append((code, Unit(code, level, frozenset(of_year), days, since, until)))
    given: dict[tuple[str, str], dict[date, frozenset[str]]] = defaultdict(dict)
    ends: dict[tuple[str, str], set[date]] = defaultdict(set)
    same: dict[tuple[str, ...], frozenset[str]] = {}  # few sets of columns, each kept once
    for dataset, code, month, columns in snapshot.execute(
        "SELECT dataset, area_code, period, columns FROM reported_unit"
    ).fetchall():
        given[dataset, code][month] = same.setdefault(tuple(columns), frozenset(columns))
        ends[dataset, above[code][-1]].add(month)
    lists: dict[str, list] = defaultdict(list)
    for dataset, cover, since, days in snapshot.execute(
        "SELECT dataset, cover, list(since ORDER BY since), list(as_of ORDER BY since) FROM (SELECT dataset, cover, as_of, "
        "min(period) AS since FROM in_force GROUP BY ALL) GROUP BY ALL ORDER BY ALL"
    ).fetchall():
        lists[dataset].append((cover, (cover, tuple(since), tuple(days))))
    events: dict[str, list] = defaultdict(list)
    reach: dict[str, date] = {}
    for dataset, county, month, day in snapshot.execute(
        "SELECT dataset, county_code, period, last_date FROM dated WHERE county_code IN (SELECT area_code FROM area_path)"
    ).fetchall():
        events[dataset].append((county, (month, day)))
        root = above[county][-1]
        reach[root] = max(reach.get(root, date.min), day.replace(day=1))
    needs: dict[str, list[Need]] = defaultdict(list)
    for indicator, dataset, kind, columns in snapshot.execute(
        "SELECT indicator, dataset, kind, columns FROM measured ORDER BY ALL"
    ).fetchall():
        needs[indicator].append((dataset, kind, tuple(columns)))
    return Reports(
        above=above,
        moved=moved,
        owing={dataset: Near(above, own) for dataset, own in units.items()},
        given=given,
        ends={key: sorted(found) for key, found in ends.items()},
        reach=reach,
        lists={dataset: Near(above, own) for dataset, own in lists.items()},
        dated={dataset: Near(above, own) for dataset, own in events.items()},
        needs=needs,
        names=dict(snapshot.execute("SELECT area_code, any_value(name) FROM area GROUP BY ALL").fetchall()),
    )


def heard(
    snapshot: Snapshot, indicators: Sequence[Indicator], areas: Sequence[str], periods: Sequence[Period]
) -> dict[tuple[str, str, Period], Heard]:
    """By indicator, area and period how much was reported.

    Of an indicator that stands on several datasets the one least reported counts, and the dates of all.
    """
    reports = Reports.of(snapshot)
    needs = {i.name: [_read_by(i, need) for need in reports.needs.get(i.name, ())] for i in indicators}
    parts = {
        (area, need, period): reports.heard(area, need, period)
        for area in areas
        for need in {need for own in needs.values() for need in own}
        for period in periods
    }
    found = {
        (name, area, period): _least(own, [parts[area, need, period] for need in own])
        for name, own in needs.items()
        for area in areas
        for period in periods
    }
    for key, told in found.items():
        if told.lacking and not snapshot.sees(key[1]):  # which of others is late is theirs to know
            found[key] = replace(told, lacking="")
    return found


def _read_by(indicator: Indicator, need: Need) -> Need:
    """How an indicator reads a dataset: one that adds up over time reads in a list what happened before it."""
    dataset, kind, columns = need
    adds_up = indicator.over_time["numerator"] != "last"
    return (dataset, "history" if kind == "registry" and adds_up else kind, columns)


def lacking(snapshot: Snapshot, indicator: Indicator, area: str, period: Period) -> list[str]:
    """The datasets an indicator reads of which nobody there has reported the whole of what it needs: which to fill."""
    reports = Reports.of(snapshot)
    needs = [_read_by(indicator, need) for need in reports.needs.get(indicator.name, ())]
    told = [(need[0], reports.heard(area, need, period)) for need in needs]
    return list(dict.fromkeys(dataset for dataset, heard in told if heard.expected and not heard.reported))


def _least(needs: Sequence[Need], parts: list[Heard]) -> Heard:
    """Of several datasets the one least reported, with the newest date, all lists and the earliest end.

    What reads events beside a list is told by no list: it moves while the list stays.
    """
    if len(parts) < 2:
        return parts[0] if parts else NOTHING
    least = min(
        parts, key=lambda part: (part.reported / part.expected if part.expected else 1.0, -part.expected)
    )
    lists = tuple(part.lists for part in parts if part.lists is not None)
    return replace(
        least,
        units=hash(tuple(part.units for part in parts)),
        as_of=max((part.as_of for part in parts if part.as_of), default=None),
        listed=max((part.listed for part in parts if part.listed), default=None),
        lists=hash(lists) if lists and all(kind != "events" for _dataset, kind, _columns in needs) else None,
        until=min((part.until for part in parts if part.until), default=None),
        some=least.some if all(part.some for part in parts) else 0,
    )
