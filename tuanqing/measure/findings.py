"""What needs a hand: what checks found, whom an indicator misses, and both as lines to do."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from tuanqing.define.period import Period
from tuanqing.define.query import Check, Indicator, Library
from tuanqing.measure import figure, read
from tuanqing.store.warehouse.snapshot import Snapshot


def findings(snapshot: Snapshot, check: Check, area: str) -> pl.DataFrame:
    """What a check found below `area`: area_code, area_name, unit, detail."""
    return snapshot.frame(
        f"SELECT c.area_code, area.name AS area_name, c.unit, c.detail FROM checks.{check.name} AS c "
        "JOIN area USING (area_code) WHERE c.area_code IN (SELECT area_code FROM area_path WHERE ancestor_code = $area) "
        "ORDER BY c.area_code, c.unit",
        area=area,
    )


def gaps(snapshot: Snapshot, indicator: Indicator, area: str, period: Period) -> pl.DataFrame:
    """Who is missing: rows of the indicator with numerator < denominator in `area` at the period's last month.

    area_code, area_name, parent_name, unit, numerator, denominator, contact_office, since (the first month of
    the unbroken gap).
    """
    month = read.last_month(snapshot, indicator, area, period)
    unit = "NULL" if read.is_about_people(snapshot, indicator) else "unit"
    return snapshot.frame(
        f"""
        WITH missing AS (
            SELECT area_code, period, {unit}::VARCHAR AS unit, sum(numerator) AS numerator, sum(denominator) AS denominator
            FROM indicator.{indicator.name}
            WHERE area_code IN (SELECT area_code FROM area_path WHERE ancestor_code = $area) AND period <= $month
            GROUP BY ALL
        ), broken AS (
            SELECT area_code, unit, max(period) FILTER (numerator >= denominator) AS last_good, min(period) AS first_seen
            FROM missing GROUP BY ALL
        )
        SELECT missing.area_code, area.name AS area_name, parent.name AS parent_name, missing.unit,
            missing.numerator, missing.denominator,
            coalesce(area.contact_office, parent.contact_office) AS contact_office,
            coalesce((broken.last_good + INTERVAL 1 MONTH)::DATE, broken.first_seen) AS since
        FROM missing JOIN broken ON broken.area_code = missing.area_code
            AND broken.unit IS NOT DISTINCT FROM missing.unit
        JOIN area ON area.area_code = missing.area_code
        LEFT JOIN area AS parent ON parent.area_code = area.parent_code
        WHERE missing.period = $month AND missing.numerator < missing.denominator
        ORDER BY since, missing.area_code, missing.unit
        """,
        area=area,
        month=month,
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
    since: date | None  # the longest gap began
    detail: str  # a check's words for the first finding


def checked(snapshot: Snapshot, library: Library, area: str, shown: int = 3) -> list[Due]:
    """Every check with findings, errors first."""
    lines = []
    for check in library.checks.values():
        rows = findings(snapshot, check, area).to_dicts()
        if rows:
            lines.append(
                _line("check", check.name, check.severity, rows, shown, None, str(rows[0]["detail"] or ""))
            )
    return sorted(lines, key=lambda line: line.severity)  # error, warn


def due(snapshot: Snapshot, library: Library, area: str, period: Period, shown: int = 3) -> list[Due]:
    """What needs a hand: every check with findings, errors first; then every missed target with its gaps, longest first."""
    rates = [i for i in library.indicators.values() if i.unit == "percent" and i.better == "higher"]
    missed = (
        {
            row.indicator
            for row in figure.figures(snapshot, rates, [area], period)
            if row.status in ("missed", "near")
        }
        if rates
        else set()
    )
    lines = []
    for indicator in rates:
        if indicator.name in missed:
            rows = gaps(snapshot, indicator, area, period).to_dicts()
            if rows:
                lines.append(_line("gap", indicator.name, "warn", rows, shown, rows[0]["since"], ""))
    return checked(snapshot, library, area, shown) + sorted(lines, key=lambda d: d.since or date.max)


def _line(
    kind: str, name: str, severity: str, rows: list[dict], shown: int, since: date | None, detail: str
) -> Due:
    areas = list({row["area_code"]: row["area_name"] for row in rows}.items())
    return Due(
        kind, name, severity, len(rows), tuple(areas[:shown]), len(areas) - len(areas[:shown]), since, detail
    )
