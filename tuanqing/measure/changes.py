"""What a published version changed on the dashboard: the cube before and after, county by county."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tuanqing.define.period import Period
from tuanqing.define.query import Indicator, Library
from tuanqing.measure import seen
from tuanqing.measure.amount import Amount, amounts
from tuanqing.store.warehouse.snapshot import Snapshot

Reading = tuple[Decimal | None, Decimal | None, float | None, bool]  # a cell of the cube


@dataclass(frozen=True)
class Change:
    """One county's indicator in the last period whose figure changed; `others` more periods changed too."""

    indicator: Indicator
    area_code: str
    area_name: str
    period: Period
    before: Amount  # without a value where there was no figure
    after: Amount
    others: int


def changes(before: Snapshot | None, after: Snapshot, library: Library) -> list[Change]:
    """The indicators that read otherwise in `after` than in `before`, by county (prefecture), in their order.

    Amounts that add up over time are compared year by year, all others at the months' ends. Nothing is said
    about periods after the last date of the data, before or after: a month that only a withdrawn batch had is told.
    """
    old = _cube(before, library) if before else {}
    new = _cube(after, library)
    names = dict(after.execute(f"SELECT area_code, name FROM {after.near('area')}").fetchall())
    latest: dict[tuple[str, str], date] = {}
    for key, last_date in [*_latest(after), *(_latest(before) if old and before else [])]:
        latest[key] = max(last_date, latest.get(key, last_date))
    found: dict[tuple[str, str], list[tuple[str, date]]] = {}
    for key in sorted({*old, *new}):
        name, area, grain, first = key
        if old.get(key) != new.get(key) and area in names and first <= latest.get((name, area), first):
            found.setdefault((name, area), []).append((grain, first))
    order = list(library.indicators)
    last = {key: Period(periods[-1][1], periods[-1][0]) for key, periods in found.items()}
    was, now = _told(before if old else None, library, last), _told(after, library, last)
    return [
        Change(
            library.indicators[name],
            area,
            names[area],
            last[name, area],
            was[name, area],
            now[name, area],
            len(periods) - 1,
        )
        for (name, area), periods in sorted(
            found.items(), key=lambda item: (item[0][1], order.index(item[0][0]))
        )
        if not (was[name, area].value is None and now[name, area].value is None)
    ]


def _told(
    snapshot: Snapshot | None, library: Library, last: Mapping[tuple[str, str], Period]
) -> dict[tuple[str, str], Amount]:
    """By indicator and area what stands in the period; nothing where nothing was measured."""
    if snapshot is None:
        return {key: Amount(period) for key, period in last.items()}
    found = amounts(
        snapshot,
        [library.indicators[name] for name in dict.fromkeys(name for name, _area in last)],
        list(dict.fromkeys(area for _name, area in last)),
        list(last.values()),
    )
    return {(name, area): found[name, area, period] for (name, area), period in last.items()}


def grain_of(indicator: Indicator) -> str:
    """The grain an indicator's change is told in."""
    return "month" if indicator.over_time["numerator"] == "last" else "year"


def _cube(snapshot: Snapshot, library: Library) -> dict[tuple[str, str, str, date], Reading]:
    measured = snapshot.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'cube'").fetchall()
    if not measured[0][0]:
        return {}
    rows = snapshot.execute(
        "SELECT indicator, area_code, grain, period, numerator, denominator, value, lower_bound "
        f"FROM {seen.cube(snapshot)} AS cube JOIN area USING (area_code) WHERE dimension = '' AND level IN ('county', 'prefecture') "
        "AND grain IN ('month', 'year')"
    ).fetchall()
    return {
        (name, area, grain, first): (numerator, denominator, value, bound)
        for name, area, grain, first, numerator, denominator, value, bound in rows
        if name in library.indicators and grain == grain_of(library.indicators[name])
    }


def _latest(snapshot: Snapshot) -> list[tuple[tuple[str, str], date]]:
    """((indicator, area), the last date of its data)."""
    rows = snapshot.execute(
        "SELECT measured.indicator, path.ancestor_code, max(dated.last_date) FROM dated "
        "JOIN measured USING (dataset) JOIN area_path AS path ON path.area_code = dated.county_code GROUP BY ALL"
    ).fetchall()
    return [((indicator, area), last) for indicator, area, last in rows]
