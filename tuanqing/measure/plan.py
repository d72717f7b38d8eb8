"""How a coverage indicator gets to a target: how many units are still missing, which ones first, the rate after each.

One measure may serve several units at once (a township's station all its villages, a home two neighbouring villages).
Measures are taken greedily: at each step the one that covers most units still missing; among those the one that
reaches most young people; among those the lowest code, those of unknown number last. Where each measure serves one unit this is the smallest number
possible; where they overlap it covers at least 1 − 1/e of what the same number of measures could cover at best
(Nemhauser, Wolsey and Fisher, 1978).
"""

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

import polars as pl

from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.define.period import Period
from tuanqing.define.query import Indicator
from tuanqing.measure import read, seen, tree
from tuanqing.measure.amount import Amount, amounts
from tuanqing.store.warehouse.snapshot import Snapshot


@dataclass(frozen=True)
class Unit:
    """A unit that still lacks something: what covering it adds to the numerator, and whom it serves."""

    gain: Fraction
    youth: int | None  # None: nobody has said how many


@dataclass(frozen=True)
class Step:
    """One measure: the units it covers that were missing, whom they serve, and whether another was just as good."""

    measure: str
    covers: tuple[str, ...]
    gain: Fraction
    youth: int | None  # of the units covered, those whose number is known; None when none is
    unknown: int  # units covered whose number of young people nobody has said
    tied: bool


@dataclass(frozen=True)
class Plan:
    """The way of one indicator in one area and period to a target.

    `now`: where it stands, and who has reported. `missing`: units still without, of those that have reported; `needed`:
    how many of them the target takes. `steps`, in order: step, measure, name, part_of, covers (names of the units), gain, youth,
    unknown, tied, numerator, value (the rate after it), contact_office. `reaches`: whether the steps get there.
    """

    indicator: Indicator
    period: Period
    target: float
    now: Amount
    missing: int
    needed: int
    steps: pl.DataFrame
    reaches: bool

    @property
    def is_reached(self) -> bool:
        """Whether it is known to stand at the target already."""
        return self.now.value is not None and not self.now.is_partial and self.now.value >= self.target


def plannable(indicator: Indicator) -> bool:
    """Whether an indicator says of units what they have at a time, so that one may say which to serve next."""
    return (
        indicator.unit == "percent"
        and indicator.better == "higher"
        and "sum" not in indicator.over_time.values()
    )


def plan(
    snapshot: Snapshot,
    indicator: Indicator,
    area: str,
    period: Period,
    target: float,
    together: str | Sequence[tuple[str, str]] | None = None,
) -> Plan:
    """The plan of an indicator. `together` says which units one measure serves: a level (every unit missing below one
    area of it), pairs (measure, code of a unit), or None: each unit by itself.

    Raises Refused where the rate is not one of units that have or have not, or nothing was reported.
    """
    seen.refuse_part(snapshot, area)
    if not plannable(indicator):
        raise Refused(
            _("{title} counts what happened, not units that have or have not. No unit can be named for it.").format(
                title=indicator.title
            )
        )  # fmt: skip
    if not 0 < target <= 100:
        raise Refused(_("A target is more than 0 and at most 100 per cent."))
    level = together if isinstance(together, str) else None
    rows = _units(snapshot, indicator, area, period, level)
    if rows.is_empty():
        raise Refused(_("Nothing has been reported for {name} here yet.").format(name=indicator.title))
    if max(rows["denominator"].to_list()) > 1:
        raise Refused(
            _("{title} counts people or parts within a unit. No order of units can be given for it.").format(
                title=indicator.title
            )
        )  # fmt: skip
    now = amounts(snapshot, [indicator], [area], [period])[indicator.name, area, period]
    if now.heard.is_silent:
        raise Refused(_("Nothing has been reported for {name} here yet.").format(name=indicator.title))
    numerator, denominator = (sum(rows[side].to_list(), Decimal()) for side in ("numerator", "denominator"))
    now = replace(
        now,
        numerator=numerator,
        denominator=denominator,
        value=float(100 * Fraction(numerator) / Fraction(denominator)),
    )
    month = Period(min(period.last, now.until or period.last).replace(day=1))
    known = amounts(snapshot, [indicator], rows["area_code"].unique().to_list(), [month])
    lacking = {
        row["key"]: row
        for row in rows.filter(pl.col("numerator") < pl.col("denominator")).to_dicts()
        if not known[indicator.name, row["area_code"], month].heard.is_silent
    }
    units = {
        key: Unit(Fraction(row["denominator"] - row["numerator"]), row["youth"])
        for key, row in lacking.items()
    }
    if together is None or level:
        covers: dict[str, set[str]] = {}
        for key, row in lacking.items():
            covers.setdefault((level and row["group_code"]) or key, set()).add(key)
    else:
        covers = _given(rows, lacking, [pair for pair in together if not isinstance(pair, str)])
    wanted = Fraction(str(target)) * Fraction(denominator) / 100 - Fraction(numerator)
    taken = greedy(covers, units, wanted)
    gains = sorted((unit.gain for unit in units.values()), reverse=True)
    return Plan(
        indicator=indicator,
        period=period,
        target=target,
        now=now,
        missing=len(units),
        needed=_fewest(gains, wanted),
        steps=_steps(snapshot, taken, lacking, numerator, denominator),
        reaches=sum((step.gain for step in taken), Fraction()) >= wanted,
    )


def greedy(covers: Mapping[str, set[str]], units: Mapping[str, Unit], wanted: Fraction) -> list[Step]:
    """The measures to take, in order, until `wanted` is gained or nothing more can be.

    What a measure adds only shrinks as others are taken, so a measure's worth is looked up again only when it comes to
    the top of the heap (Minoux, 1978).
    """

    def worth(measure: str) -> tuple[Fraction, int, int]:
        left = [units[key] for key in covers[measure] & open_units]
        youth, unknown = sum(unit.youth or 0 for unit in left), sum(unit.youth is None for unit in left)
        return -sum((unit.gain for unit in left), Fraction()), -youth, unknown

    open_units = set(units)
    heap = [(*worth(measure), measure) for measure in covers]
    heapq.heapify(heap)
    steps: list[Step] = []
    while wanted > 0 and heap:
        *before, measure = heapq.heappop(heap)
        now = worth(measure)
        if now != tuple(before):
            heapq.heappush(heap, (*now, measure))
            continue
        gain, youth, unknown = -now[0], -now[1], now[2]
        if not gain:
            break
        left = tuple(sorted(covers[measure] & open_units))
        tied = any(entry[:3] == now and worth(entry[3]) == now for entry in heap)
        steps.append(Step(measure, left, gain, youth if unknown < len(left) else None, unknown, tied))
        open_units -= set(left)
        wanted -= gain
    return steps


def _fewest(gains: Sequence[Fraction], wanted: Fraction) -> int:
    """How many units, the largest gains first, it takes to gain `wanted`."""
    for n, gain in enumerate(gains):
        if wanted <= 0:
            return n
        wanted -= gain
    return len(gains)


def _units(
    snapshot: Snapshot, indicator: Indicator, area: str, period: Period, level: str | None
) -> pl.DataFrame:
    """Every unit behind the figure: key, area_code, name, part_of, numerator, denominator, youth, contact_office, and
    the area of `level` it lies in (group_code).

    `youth` is the young population of the unit's area, a school's pupils where it is one; it is not known where
    several units share an area. Whoever is counted as a person has no unit, only an area.
    """
    unit = "NULL" if read.is_about_people(snapshot, indicator) else "unit"
    whole = "distinct" in indicator.over_time.values()
    once = "max" if whole else "sum"  # once in the period is enough
    return snapshot.frame(
        f"""
        WITH told AS (
            SELECT i.area_code, i.unit::VARCHAR AS unit, {once}(i.numerator)::DECIMAL(18, 4) AS numerator,
                {once}(i.denominator)::DECIMAL(18, 4) AS denominator
            FROM {snapshot.part(f"indicator.{indicator.name}")} AS i
            WHERE {tree.inside("i.area_code", "i.period")}
                AND i.period BETWEEN $first AND $last
            GROUP BY ALL
        ), units AS (
            SELECT area_code, {unit} AS unit, sum(numerator) AS numerator, sum(denominator) AS denominator
            FROM told GROUP BY ALL
        )
        SELECT
            units.area_code || CASE WHEN count(*) OVER mates > 1 THEN ' ' || coalesce(units.unit, '') ELSE '' END AS key,
            units.area_code,
            CASE WHEN count(*) OVER mates > 1 THEN coalesce(units.unit, area.name) ELSE area.name END AS name,
            parent.name AS part_of, units.numerator, units.denominator,
            CASE WHEN count(*) OVER mates > 1 THEN NULL WHEN area.level = 'school' THEN coalesce(area.youth, area.pupils)
                ELSE area.youth END AS youth,
            coalesce(area.contact_office, parent.contact_office) AS contact_office,
            upper.area_code AS group_code
        FROM units
        JOIN area USING (area_code)
        LEFT JOIN area AS parent ON parent.area_code = area.parent_code
        LEFT JOIN (SELECT path.area_code AS below, path.ancestor_code AS area_code FROM area_path AS path
            WHERE path.ancestor_level = $level AND {tree.lies("path", "$last::DATE")}) AS upper ON upper.below = units.area_code
        WINDOW mates AS (PARTITION BY units.area_code)
        ORDER BY key
        """,
        area=area,
        first=period.first if whole else read.last_month(snapshot, indicator, area, period),
        last=period.last,
        level=level,
    )


def _given(
    rows: pl.DataFrame, lacking: Mapping[str, dict], pairs: Sequence[tuple[str, str]]
) -> dict[str, set[str]]:
    """Which missing units each measure serves. Raises Refused for a code that is no unit of the indicator here."""
    keys: dict[str, list[str]] = {}
    for key, code in rows.select("key", "area_code").iter_rows():
        keys.setdefault(code, []).append(key)
    strange = sorted({code for _measure, code in pairs if code not in keys})
    if strange:
        raise Refused(
            _("{codes}: no such unit is counted here. Write the codes as the gap list has them.").format(
                codes=", ".join(strange[:5])
            )
        )
    covers: dict[str, set[str]] = {}
    for measure, code in pairs:
        covers.setdefault(measure, set()).update(key for key in keys[code] if key in lacking)
    return covers


def _steps(
    snapshot: Snapshot,
    taken: Sequence[Step],
    lacking: Mapping[str, dict],
    numerator: Decimal,
    denominator: Decimal,
) -> pl.DataFrame:
    """The steps with names, and the rate after each."""
    names, reached, found = read.area_names(snapshot), Fraction(numerator), []
    for n, step in enumerate(taken, start=1):
        reached += step.gain
        own = lacking.get(step.measure)
        found.append(
            {
                "step": n, "measure": step.measure, "name": own["name"] if own else names.get(step.measure, step.measure),
                "part_of": own["part_of"] if own else None, "covers": [lacking[key]["name"] for key in step.covers],
                "area_code": own["area_code"] if own else step.measure if step.measure in names else None,
                "gain": float(step.gain), "youth": step.youth, "unknown": step.unknown, "tied": step.tied,
                "numerator": float(reached), "value": float(100 * reached / Fraction(denominator)),
                "contact_office": own["contact_office"] if own else None,
            }
        )  # fmt: skip
    schema = {
        "step": pl.Int64, "measure": pl.String, "name": pl.String, "part_of": pl.String, "covers": pl.List(pl.String),
        "area_code": pl.String, "gain": pl.Float64, "youth": pl.Int64, "unknown": pl.Int64, "tied": pl.Boolean,
        "numerator": pl.Float64, "value": pl.Float64, "contact_office": pl.String,
    }  # fmt: skip
    return pl.DataFrame(found, schema=schema)
