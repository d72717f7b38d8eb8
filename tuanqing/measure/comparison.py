"""Areas beside each other: the scorecard, where a unit stands among its like, what belongs to no area below; and the
indicators of one area: which rose most, which is farthest off, what came of those missed before."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tuanqing.define.period import Period
from tuanqing.define.query import Indicator
from tuanqing.measure import places, seen, tree
from tuanqing.measure.amount import amounts, comparable
from tuanqing.measure.figure import JUDGED, SMALL, Figure, figures, is_open, places_of
from tuanqing.store.warehouse.snapshot import Snapshot


def remainder(
    snapshot: Snapshot, indicator: Indicator, area: str, level: str, period: Period
) -> float | None:
    """Of a count that adds up: what the whole has beyond its areas of a level (county-level money, teams, homes). None
    for a reader who does not see all of these areas."""
    if not snapshot.sees(area):
        return None
    if indicator.is_rate or indicator.over_time["numerator"] == "distinct":
        return None
    whole, parts = snapshot.execute(
        "SELECT sum(numerator) FILTER (area_code = $area)::DOUBLE, sum(numerator) FILTER (area_code <> $area)::DOUBLE "
        "FROM cube WHERE indicator = $name AND dimension = '' AND grain = $grain AND period = $now AND (area_code = $area "
        f"OR area_code IN (SELECT area_code FROM area WHERE level = $level AND area_code IN {tree.ever()}))",
        {"area": area, "name": indicator.name, "grain": period.grain, "now": period.first, "level": level},
    ).fetchall()[0]
    return whole - parts if whole is not None and parts is not None else None


@dataclass(frozen=True)
class ScoreLine:
    """One area of a scorecard."""

    area_code: str
    area_name: str
    cells: Mapping[str, Figure]  # by indicator
    missed: int  # targets
    near: int
    open: int  # targets of which nothing can be said


def scorecard(
    snapshot: Snapshot, indicators: Sequence[Indicator], area: str, level: str, period: Period
) -> list[ScoreLine]:
    """The areas below that have any figure, worst first."""
    return _lines(snapshot, indicators, places.below(snapshot, area, level, period), period)


@dataclass(frozen=True)
class First:
    """Where to begin."""

    areas: tuple[ScoreLine, ...]  # that miss most targets; several where they tie
    indicator: str  # what to begin with: the missed target that takes least of one area, that most areas miss of several
    wanting: int | None  # of one area: how many more this target takes, the base unchanged
    missing: int  # of all areas looked at: how many miss it


def first(
    snapshot: Snapshot, indicators: Sequence[Indicator], area: str, level: str | None, period: Period
) -> First | None:
    """Where to begin among the areas of a level below (in the area itself, when None); None where no target is known to be
    missed."""
    codes = places.below(snapshot, area, level, period) if level else [area]
    lines = _lines(snapshot, indicators, codes, period)
    most = max((line.missed for line in lines), default=0)
    if not most:
        return None
    behind = tuple(line for line in lines if line.missed == most)
    missing = _missing(indicators, lines)
    if len(behind) > 1:
        begun = max(missing, key=lambda name: missing[name])  # of several the first in their order
        return First(behind, begun, None, missing[begun])
    takes = {
        i.name: wanting(i, row) for i in indicators if (row := behind[0].cells[i.name]).status == "missed"
    }
    begun = min(takes, key=lambda name: takes[name] or math.inf)
    return First(behind, begun, takes[begun], missing[begun])


def worst(
    snapshot: Snapshot, indicators: Sequence[Indicator], area: str, level: str | None, period: Period
) -> str | None:
    """The indicator whose target most areas of a level below miss (the first in order where they tie); None for none."""
    missing = _missing(indicators, scorecard(snapshot, indicators, area, level, period)) if level else {}
    return max(missing, key=lambda name: missing[name]) if any(missing.values()) else None


def _missing(indicators: Sequence[Indicator], lines: Sequence[ScoreLine]) -> dict[str, int]:
    """By indicator how many areas are known to miss its target."""
    return {i.name: sum(line.cells[i.name].status == "missed" for line in lines) for i in indicators}


def _lines(
    snapshot: Snapshot, indicators: Sequence[Indicator], codes: Sequence[str], period: Period
) -> list[ScoreLine]:
    table: dict[str, dict[str, Figure]] = {}
    for row in figures(snapshot, indicators, codes, period):
        table.setdefault(row.area_code, {})[row.indicator] = row
    found = []
    for code, cells in table.items():
        states = [cell.status for cell in cells.values()]
        unknown = sum(cell.target is not None and is_open(cell) for cell in cells.values())
        if any(cell.value is not None for cell in cells.values()):
            name = next(iter(cells.values())).area_name
            found.append(ScoreLine(code, name, cells, states.count("missed"), states.count("near"), unknown))
    return sorted(found, key=lambda line: (-line.missed, -line.near, line.area_code))


@dataclass(frozen=True)
class Peers:
    """An area among its like by one indicator. No rank and no quartiles but among totals that are whole."""

    n: int = 0  # of its like that have a figure, itself included
    rank: int | None = None  # 1 is best; None where better has no sense, or not everybody has reported
    tied: int = 1  # how many share the rank
    quartiles: tuple[float, float, float, float, float] | None = None  # least, 25 %, median, 75 %, most


def peers(snapshot: Snapshot, indicators: Sequence[Indicator], area: str, period: Period) -> dict[str, Peers]:
    """By indicator where an area stands among its like: same level, same county or, for counties, same prefecture. Nowhere
    for a reader who does not see all of these."""
    kin = [
        code
        for (code,) in snapshot.execute(
            f"""
            WITH own AS (SELECT level FROM area WHERE area_code = $area),
            above AS (
                SELECT ancestor_code FROM area_path, own WHERE area_code = $area AND ancestor_code <> $area
                    AND {tree.lies("area_path", "$last::DATE")}
                    AND (ancestor_level = 'county' OR own.level IN ('county', 'prefecture'))
                ORDER BY steps LIMIT 1
            )
            SELECT area.area_code FROM area_path AS path JOIN area USING (area_code) JOIN area_span AS span USING (area_code),
                own, above
            WHERE path.ancestor_code = above.ancestor_code AND area.level = own.level
                AND area.counts IS DISTINCT FROM false AND {tree.lies("path", "$last::DATE")}
                AND {tree.lies("span", "$last::DATE")}
            ORDER BY area.area_code
            """,
            {"area": area, "last": period.last},
        ).fetchall()
    ]
    if not all(map(snapshot.knows, kin)):
        return {indicator.name: Peers() for indicator in indicators}
    import numpy as np  # a tenth of a second that most commands need not wait

    held = amounts(snapshot, indicators, kin, [period])
    found = {}
    for indicator in indicators:
        rows = {code: held[indicator.name, code, period] for code in kin}
        values = [row.value for row in rows.values() if row.value is not None]
        whole = comparable(rows.values())
        rank, tied = places_of(indicator, rows).get(area, (None, 1))
        quartiles = None
        if whole and values:
            least, lower, middle, upper, most = map(float, np.quantile(values, (0, 0.25, 0.5, 0.75, 1)))
            quartiles = (least, lower, middle, upper, most)
        found[indicator.name] = Peers(len(values), rank, tied, quartiles)
    return found


def ever(snapshot: Snapshot, area: str) -> set[str]:
    """The indicators the area has ever had a figure of."""
    rows = snapshot.execute(
        f"SELECT DISTINCT indicator FROM {seen.cube(snapshot)} AS cube WHERE area_code = ? AND dimension = '' AND grain = 'year' AND value IS NOT NULL",
        [area],
    ).fetchall()
    return {name for (name,) in rows}


def most_risen(rows: Iterable[Figure], indicators: Mapping[str, Indicator], side: str) -> list[Figure]:
    """The rates that came closer to what is wished by most points on one side; several where they tie, none where none did."""
    gained = []
    for row in rows:
        told, wished = row.against(side), indicators[row.indicator].better
        if told is None or told.kind != "points" or wished == "neither" or row.is_partial:
            continue
        size = (told.size or 0) if wished == "higher" else -(told.size or 0)
        if size > 0:
            gained.append((size, row))
    most = max((size for size, _row in gained), default=0)
    return [row for size, row in gained if size == most]


def farthest(rows: Iterable[Figure], indicators: Mapping[str, Indicator]) -> list[Figure]:
    """Of missed rates those most points from their target; none among rates on a small base, which are told as counts."""
    off = [
        (row.short or 0, row)
        for row in rows
        if indicators[row.indicator].unit == "percent" and (row.denominator or 0) >= SMALL
    ]
    most = max((short for short, _row in off), default=0)
    return [row for short, row in off if short == most]


def since_missed(
    before: Mapping[str, Figure], now: Mapping[str, Figure], indicators: Mapping[str, Indicator], side: str
) -> dict[str, list[str]]:
    """Of the indicators that missed their target before (`side` says how `now` is compared): met, better, same, unknown.

    A target may have changed since: each period is held to its own.
    """
    found: dict[str, list[str]] = {"met": [], "better": [], "same": [], "unknown": []}
    for name, then in before.items():
        if then.status not in ("near", "missed"):
            continue
        row = now[name]
        told = row.against(side)
        if (
            told is not None and told.reason == "twice"
        ):  # the list is also that of a year before, and compared as that
            told = row.year
        if row.status not in JUDGED:
            found["unknown"].append(name)
        elif row.status == "met":
            found["met"].append(name)
        elif told is None or not told.kind or told.size is None:
            found["unknown"].append(name)
        else:
            is_better = told.direction == (1 if indicators[name].better == "higher" else -1)
            found["better" if is_better else "same"].append(name)
    return found


def wanting(indicator: Indicator, row: Figure) -> int | None:
    """How many more of what the numerator counts the target takes, the base unchanged; None where that says nothing."""
    counts = (row.numerator, row.denominator, row.target)
    if indicator.unit != "percent" or indicator.better != "higher" or row.is_partial or row.lower_bound:
        return None
    if any(each is None for each in counts) or any(each % 1 for each in counts[:2] if each is not None):
        return None
    numerator, denominator, target = (Fraction(str(each)) for each in counts)
    return math.ceil(target * denominator / 100 - numerator)
