"""What a published version changed on the dashboard: the cube before and after, county by county."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from tuanqing.define.period import Period
from tuanqing.define.query import Indicator, Library
from tuanqing.store.warehouse.snapshot import Snapshot


class Reading(NamedTuple):
    """A figure as it stands in the cube."""

    numerator: Decimal | None
    denominator: Decimal | None
    value: float | None
    lower_bound: bool


@dataclass(frozen=True)
class Change:
    """One county's indicator in the last period whose figure changed; `others` more periods changed too."""

    indicator: Indicator
    area_code: str
    area_name: str
    period: Period
    before: Reading | None  # None: there was no figure
    after: Reading | None
    others: int


def changes(before: Snapshot | None, after: Snapshot, library: Library) -> list[Change]:
    """The indicators that read otherwise in `after` than in `before`, by county (prefecture), in their order.

    Amounts that add up over time are compared year by year, all others at the months' ends. Nothing is said
    about periods after the last date of the data.
    """
    old = _cube(before, library) if before else {}
    new = _cube(after, library)
    names = dict(after.execute("SELECT area_code, name FROM area").fetchall())
    latest = dict(_latest(after))
    found: dict[tuple[str, str], list[tuple[str, date]]] = {}
    for key in sorted({*old, *new}):
        name, area, grain, first = key
        if old.get(key) != new.get(key) and area in names and first <= latest.get((name, area), first):
            found.setdefault((name, area), []).append((grain, first))
    order = list(library.indicators)
    return [
        Change(
            library.indicators[name],
            area,
            names[area],
            Period(periods[-1][1], periods[-1][0]),
            old.get((name, area, *periods[-1])),
            new.get((name, area, *periods[-1])),
            len(periods) - 1,
        )
        for (name, area), periods in sorted(
            found.items(), key=lambda item: (item[0][1], order.index(item[0][0]))
        )
    ]


def grain_of(indicator: Indicator) -> str:
    """The grain an indicator's change is told in."""
    return "month" if indicator.over_time["numerator"] == "last" else "year"


def _cube(snapshot: Snapshot, library: Library) -> dict[tuple[str, str, str, date], Reading]:
    measured = snapshot.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'cube'").fetchall()
    if not measured[0][0]:
        return {}
    rows = snapshot.execute(
        "SELECT indicator, area_code, grain, period, numerator, denominator, value, lower_bound FROM cube "
        "JOIN area USING (area_code) WHERE dimension = '' AND level IN ('county', 'prefecture') "
        "AND grain IN ('month', 'year')"
    ).fetchall()
    return {
        (name, area, grain, first): Reading(*reading)
        for name, area, grain, first, *reading in rows
        if name in library.indicators and grain == grain_of(library.indicators[name])
    }


def _latest(snapshot: Snapshot) -> list[tuple[tuple[str, str], date]]:
    """((indicator, area), the last date of its data)."""
    rows = snapshot.execute(
        "SELECT measured.indicator, path.ancestor_code, max(dated.last_date) FROM dated "
        "JOIN measured USING (dataset) JOIN area_path AS path ON path.area_code = dated.county_code GROUP BY ALL"
    ).fetchall()
    return [((indicator, area), last) for indicator, area, last in rows]
