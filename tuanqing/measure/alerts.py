"""Alerts: rates that became so much worse, or lie beyond a line, by the rules of data/rules/alert.toml."""

from collections.abc import Mapping, Sequence
from typing import Any

from tuanqing.define.errors import Malformed
from tuanqing.define.house import RULES, place
from tuanqing.define.period import Period
from tuanqing.define.query import Indicator, Library
from tuanqing.define.rule import Rules, load
from tuanqing.measure import seen
from tuanqing.measure.figure import Figure, figures
from tuanqing.store.warehouse.snapshot import Snapshot

FILE = RULES / "alert.toml"
CHANGE, THRESHOLD = WATCHES = ("change", "threshold")


def alerts(
    snapshot: Snapshot, library: Library, areas: Sequence[str], period: Period, rules: Rules | None = None
) -> list[tuple[str, Figure]]:
    """Which figures of these areas which rule in force at the end of the period speaks of: (the rule's name, the figure).
    Nothing is said of a figure that is not known, or only in part. Raises Malformed for a rule nobody can follow."""
    found: list[tuple[str, Figure]] = []
    known = _known(snapshot, areas, period)
    for rule in (rules or load(FILE)).in_force(period.last):
        watched = _watched(rule, library)
        speaks = _fell if rule["watches"] == CHANGE else _beyond
        for indicator in watched:
            mine = [area for area in areas if (indicator.name, area) in known]
            found += [
                (rule["name"], row)
                for row in (figures(snapshot, [indicator], mine, period) if mine else ())
                if speaks(indicator, row, float(rule["amount"]))
            ]
    return found


def _known(snapshot: Snapshot, areas: Sequence[str], period: Period) -> set[tuple[str, str]]:
    """Of which indicators and areas there is a figure: of most units there is none of most."""
    rows = snapshot.execute(
        f"SELECT indicator, area_code FROM {seen.cube(snapshot)} AS cube WHERE dimension = '' AND grain = $grain "
        "AND period = $first AND value IS NOT NULL AND list_contains($areas, area_code)",
        {"grain": period.grain, "first": period.first, "areas": list(areas)},
    ).fetchall()
    return {(name, area) for name, area in rows}


def _watched(rule: Mapping[str, Any], library: Library) -> list[Indicator]:
    name = rule.get("indicator", "")
    if rule["watches"] not in WATCHES:
        raise Malformed(
            place(FILE), f"`watches` is “{rule['watches']}”.", f"Write one of {', '.join(WATCHES)}."
        )
    rates = {i.name: i for i in library.indicators.values() if i.unit == "percent" and i.better != "neither"}
    if name and name not in library.indicators:  # of a part of the definitions
        return []
    if name and name not in rates:
        why = f"`indicator` is “{name}”, which is no rate of which more or less is better."
        raise Malformed(place(FILE), why, "Name one of `tuanqing indicators`, or leave it out: all of them.")
    return [rates[name]] if name else list(rates.values())


def _fell(indicator: Indicator, row: Figure, amount: float) -> bool:
    """Whether a rate is worse by so many points than what it is compared with."""
    told = row.change
    if told is None or told.kind != "points" or told.size is None or row.is_partial:
        return False
    return (-told.size if indicator.better == "higher" else told.size) >= amount


def _beyond(indicator: Indicator, row: Figure, line: float) -> bool:
    """Whether a rate lies on the wrong side of a line; what is only known to be at least so much never lies below it."""
    if row.value is None or row.is_partial:
        return False
    if indicator.better == "lower":
        return row.value > line
    return row.value < line and not row.lower_bound
