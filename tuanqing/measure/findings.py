"""What needs a hand: what checks found, whom an indicator misses, and both as lines to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from tuanqing.define import look
from tuanqing.define.contract import Contract
from tuanqing.define.period import Period
from tuanqing.define.query import Check, Indicator, Library, Query
from tuanqing.measure import cube, figure, lineage, read, tree
from tuanqing.measure.amount import Amount, amounts, series
from tuanqing.measure.reporting import Reports, months
from tuanqing.store.warehouse.snapshot import Snapshot


def standing(snapshot: Snapshot, area: str, period: Period | None = None) -> list[dict[str, Any]]:
    """Everything the checks found below `area` that stands at the end of a period (of all the data, when None): of each
    county the last month inside it of which anything is known. check, period (that month's first day), area_code,
    area_name, unit, key, since, due, detail, by place."""
    return snapshot.rows(
        f"""
        WITH ends AS (
            SELECT area_code AS place_code, max(period) AS period FROM month_end
            WHERE period BETWEEN $first AND $last GROUP BY area_code
        )
        SELECT found.check_name AS "check", found.period, found.area_code, area.name AS area_name, found.unit, found.key,
            found.since, found.due, found.detail
        FROM {snapshot.part("main.finding")} AS found JOIN ends USING (place_code, period) JOIN area ON area.area_code = found.area_code
        WHERE {tree.inside("found.area_code", "found.period")}
        ORDER BY found.check_name, found.area_code, found.unit, found.key
        """,
        area=area,
        first=period.first if period else date.min,
        last=period.last if period else date.max,
    )


def last_end(snapshot: Snapshot, area: str, period: Period) -> Period | None:
    """The last month inside a period of which anything is known of the place or of what it lies in."""
    (found,) = snapshot.execute(
        "SELECT max(month_end.period) FROM month_end JOIN area_path AS path ON path.ancestor_code = month_end.area_code "
        f"AND {tree.lies('path', 'month_end.period')} "
        "WHERE path.area_code = $area AND month_end.period BETWEEN $first AND $last",
        {"area": area, "first": period.first, "last": period.last},
    ).fetchall()[0]
    return Period(found) if found else None


def findings(
    snapshot: Snapshot, check: Check, area: str, period: Period | None = None
) -> list[dict[str, Any]]:
    """What one check found, of `standing`."""
    return [row for row in standing(snapshot, area, period) if row["check"] == check.name]


def by_check(found: Sequence[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """The rows of `standing` by the check that found them; of a check that found nothing there is no entry."""
    return {name: list(rows) for name, rows in groupby(found, lambda row: row["check"])}


@dataclass(frozen=True)
class Gaps:
    """Whom an indicator misses in a month, of those who have reported it.

    `rows`: area_code, area_name, parent_name, unit, numerator, denominator, contact_office, since (the first month of
    the unbroken gap); the longest first. `whole`: what stands in the place in that month, and who has reported it.
    """

    month: Period
    whole: Amount
    rows: tuple[dict[str, Any], ...] = ()
    is_all: bool = True  # whether the reader sees the rows of the whole place

    @property
    def unheard(self) -> int:
        """Units of which nothing can be said."""
        return self.whole.heard.expected - self.whole.heard.reported

    @property
    def is_closed(self) -> bool:
        """Whether it is known that nobody is missing: all have reported, and none lacks anything."""
        return self.is_all and not self.rows and self.whole.value is not None and not self.unheard


def gaps(snapshot: Snapshot, indicator: Indicator, area: str, period: Period) -> Gaps:
    """Who is missing in `area` at the last month inside the period of which there is a figure."""
    every = [Period(month) for month in months(period.first, period.last)]
    held = series(snapshot, [indicator], area, every)[indicator.name]
    whole = next((each for each in reversed(held) if each.value is not None), None)
    if whole is None:
        nothing = amounts(snapshot, [indicator], [area], [period])[indicator.name, area, period]
        return Gaps(every[-1], nothing, is_all=snapshot.sees(area))
    rows = _lacking(snapshot, indicator, area, whole.period)
    known = amounts(snapshot, [indicator], list({row["area_code"] for row in rows}), [whole.period])
    told = (row for row in rows if _is_heard(known[indicator.name, row["area_code"], whole.period]))
    return Gaps(whole.period, whole, tuple(told), snapshot.sees(area))


def _is_heard(amount: Amount) -> bool:
    """Whether everybody who owes it there has reported it."""
    return amount.heard.reported == amount.heard.expected


def _lacking(snapshot: Snapshot, indicator: Indicator, area: str, month: Period) -> list[dict[str, Any]]:
    """The indicator's rows with numerator < denominator: as they were listed at the publish, else worked out."""
    if cube.has_gaps(indicator) and snapshot.look == look.PLAIN:
        listed = f"(FROM {snapshot.part('main.lacking')} WHERE indicator = '{indicator.name}')"
    else:
        told = snapshot.part(f"indicator.{indicator.name}")
        rows = f"FROM (SELECT *, period AS month FROM {told}) WHERE area_code IN {tree.ever()}"
        listed = f"({cube.lacking(indicator, rows, read.is_about_people(snapshot, indicator))})"
    return snapshot.rows(
        f"""
        SELECT missing.area_code, area.name AS area_name, parent.name AS parent_name, missing.unit,
            missing.numerator, missing.denominator,
            coalesce(area.contact_office, parent.contact_office) AS contact_office, missing.since
        FROM {listed} AS missing (indicator, period, area_code, unit, numerator, denominator, since)
        JOIN area ON area.area_code = missing.area_code
        LEFT JOIN area AS parent ON parent.area_code = area.parent_code
        WHERE missing.period = $month AND {tree.inside("missing.area_code", "missing.period")}
        ORDER BY missing.since, missing.area_code, missing.unit
        """,
        area=area,
        month=month.first,
    )


@dataclass(frozen=True)
class Due:
    """One line of 今天要办: what a check found, or whom an indicator misses."""

    kind: str  # check | gap
    name: str  # the check's or the indicator's
    severity: str  # error | warn
    count: int
    areas: tuple[tuple[str, str], ...]  # (code, name), the first few, each once
    more: int  # areas beyond those
    since: date | None  # when the oldest finding, or the longest gap, began
    detail: str  # a check's words for the first finding


def checked(
    snapshot: Snapshot, library: Library, area: str, period: Period | None = None, shown: int = 3
) -> list[Due]:
    """Every check with findings that stand at the end of a period, errors first."""
    found = by_check(standing(snapshot, area, period))
    lines = [
        _line(
            "check",
            check.name,
            check.severity,
            found[check.name],
            shown,
            min((row["since"] for row in found[check.name] if row["since"]), default=None),
            str(found[check.name][0]["detail"] or ""),
        )
        for check in library.checks.values()
        if check.name in found
    ]
    return sorted(lines, key=lambda line: line.severity)  # error, warn


@dataclass(frozen=True)
class Todo:
    """What needs a hand, and what nobody can say: without it an empty list would be a false all-clear."""

    lines: tuple[Due, ...]
    unjudged: tuple[str, ...]  # indicators with a target that cannot be held to it
    unchecked: tuple[str, ...]  # checks whose data not everybody has reported

    @property
    def is_clear(self) -> bool:
        """Whether it is known that nothing needs a hand."""
        return not self.lines and not self.unjudged and not self.unchecked


def due(
    snapshot: Snapshot,
    library: Library,
    contracts: Mapping[str, Contract],
    area: str,
    period: Period,
    shown: int = 3,
) -> Todo:
    """What needs a hand: every check with findings, errors first; then every missed target with its gaps, longest first."""
    rates = [i for i in library.indicators.values() if i.unit == "percent" and i.better == "higher"]
    held = figure.figures(snapshot, rates, [area], period)
    missed = {row.indicator for row in held if row.status in ("missed", "near")}
    lines = []
    for indicator in rates:
        if indicator.name in missed:
            rows = gaps(snapshot, indicator, area, period).rows
            if rows:
                lines.append(_line("gap", indicator.name, "warn", rows, shown, rows[0]["since"], ""))
    return Todo(
        (*checked(snapshot, library, area, period, shown), *sorted(lines, key=lambda d: d.since or date.max)),
        tuple(row.indicator for row in held if row.target is not None and figure.is_open(row)),
        tuple(
            check.name
            for check in library.checks.values()
            if not is_reported(snapshot, check, library, contracts, area, period)
        ),
    )


def is_reported(
    snapshot: Snapshot,
    query: Query,
    library: Library,
    contracts: Mapping[str, Contract],
    area: str,
    period: Period,
) -> bool:
    """Whether everybody who owes the data that a query looks at has reported them, and the reader sees what it finds in
    the whole area: else "nothing found" says nothing."""
    if not snapshot.sees(area):
        return False
    reports = Reports.of(snapshot)
    told = [
        reports.heard(area, (name, contracts[name].kind, ()), period)
        for name in lineage.datasets(query, contracts, library)
    ]
    if not told:  # it looks at the files themselves
        return last_end(snapshot, area, period) is not None
    return all(each.reported == each.expected for each in told)


def most(lines: Sequence[Due]) -> list[Due]:
    """The lines with most matters; several where they tie."""
    top = max((line.count for line in lines), default=0)
    return [line for line in lines if line.count == top]


def _line(
    kind: str,
    name: str,
    severity: str,
    rows: Sequence[Mapping[str, Any]],
    shown: int,
    since: date | None,
    detail: str,
) -> Due:
    areas = list({row["area_code"]: row["area_name"] for row in rows}.items())
    return Due(
        kind, name, severity, len(rows), tuple(areas[:shown]), len(areas) - len(areas[:shown]), since, detail
    )
