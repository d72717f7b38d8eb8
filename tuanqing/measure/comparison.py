"""Comparisons: with the period before, the year before, the neighbours and the target; who has reported; what is due.

Every read takes a read connection to one published version. Figures come from the cube; rates are compared in
percentage points (个百分点), amounts in per cent, and either as plain counts where the base is below ten.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from tuanqing.define.contract import LEVELS, Contract
from tuanqing.define.period import Period
from tuanqing.define.query import Indicator, Library
from tuanqing.measure import read
from tuanqing.store.warehouse.snapshot import Snapshot

SMALL = 10  # below this base a share or a change is given as counts
_UNDER = "(SELECT area_code FROM area_path WHERE ancestor_code = $area)"
_HEARD = """
    SELECT cover FROM in_force WHERE dataset <> 'area' AND cover IS NOT NULL AND period BETWEEN $first AND $last
    UNION
    SELECT cube.area_code FROM area_path AS up JOIN cube USING (area_code) JOIN measured USING (indicator)
    SEMI JOIN dated ON dated.kind = 'events' AND dated.dataset = measured.dataset
        AND dated.county_code = up.ancestor_code AND dated.period BETWEEN $first AND $last
    WHERE up.ancestor_level = 'county' AND dimension = '' AND grain = $grain AND cube.period = $first AND numerator > 0
"""  # events: the cube knows what happened where
_COUNTIES = f"(county_code IN {_UNDER} OR county_code IN (SELECT ancestor_code FROM area_path WHERE area_code = $area))"


def span(snapshot: Snapshot, area: str) -> tuple[date, date] | None:
    """The first and the last date of the data of the area's counties, the area register aside."""
    first, last = snapshot.execute(
        f"SELECT min(period), max(last_date) FROM dated WHERE dataset <> 'area' AND {_COUNTIES}",
        {"area": area},
    ).fetchall()[0]
    return (first, last) if last else None


def levels(snapshot: Snapshot, area: str) -> dict[str, int]:
    """The levels below the area with the number of areas that count, coarsest first."""
    found = dict(
        snapshot.execute(
            "SELECT area.level, count(*) FROM area_path AS path JOIN area USING (area_code) "
            "WHERE path.ancestor_code = $area AND path.steps > 0 AND area.counts IS DISTINCT FROM false "
            "AND (area.valid_to IS NULL OR area.valid_to > current_date) GROUP BY ALL",
            {"area": area},
        ).fetchall()
    )
    return {level: found[level] for level in LEVELS if level in found}


def below(snapshot: Snapshot, area: str, level: str) -> list[str]:
    """The codes of the areas of a level below, those that count."""
    return [
        row["area_code"]
        for row in read.children(snapshot, area, level).to_dicts()
        if row["counts"] is not False
    ]


def figures(
    snapshot: Snapshot, indicators: Sequence[Indicator], areas: Sequence[str], period: Period
) -> pl.DataFrame:
    """Every indicator in every area: the figure, its status, and its change.

    Compared with the same period of the year before (同比) where that has a figure, else with the period before
    (环比). `kind` tells what `change` is: points (difference of two percentages), percent (of the earlier value) or
    count (of numerators, where either base is below ten). Between lower bounds (余, 多) there is no change.
    """
    rows = snapshot.frame(
        f"""
        WITH asked AS (
            SELECT unnest($names) AS indicator, unnest($rates) AS rate, generate_subscripts($names, 1) AS n
        ), wanted AS (
            SELECT unnest($areas) AS area_code, generate_subscripts($areas, 1) AS m
        ), held AS (
            SELECT * FROM cube WHERE dimension = '' AND grain = $grain AND period IN ($now, $before, $year_before)
                AND list_contains($names, indicator) AND list_contains($areas, area_code)
        ), paired AS (
            SELECT asked.indicator, asked.rate, asked.n, wanted.m, wanted.area_code, area.name AS area_name,
                now.numerator, now.denominator, now.value, coalesce(now.lower_bound, false) AS lower_bound,
                CASE WHEN now.value IS NULL THEN NULL WHEN year.value IS NOT NULL THEN 'year'
                    WHEN prior.value IS NOT NULL THEN 'previous' END AS against,
                coalesce(year.value, prior.value) AS was_value,
                CASE WHEN year.value IS NOT NULL THEN year.numerator ELSE prior.numerator END AS was_numerator,
                CASE WHEN year.value IS NOT NULL THEN year.denominator ELSE prior.denominator END AS was_denominator,
                CASE WHEN year.value IS NOT NULL THEN year.lower_bound ELSE prior.lower_bound END AS was_lower_bound
            FROM asked CROSS JOIN wanted JOIN area USING (area_code)
            LEFT JOIN held AS now ON now.indicator = asked.indicator AND now.area_code = wanted.area_code
                AND now.period = $now
            LEFT JOIN held AS prior ON prior.indicator = asked.indicator AND prior.area_code = wanted.area_code
                AND prior.period = $before
            LEFT JOIN held AS year ON year.indicator = asked.indicator AND year.area_code = wanted.area_code
                AND year.period = $year_before
        ), told AS (
            SELECT *, CASE WHEN against IS NULL OR lower_bound OR was_lower_bound THEN NULL  -- nobody knows by how much
                WHEN least(coalesce(denominator, was_numerator), coalesce(was_denominator, was_numerator)) < {SMALL}
                    THEN 'count'
                WHEN rate THEN 'points' WHEN was_value > 0 THEN 'percent' ELSE 'count' END AS kind
            FROM paired
        )
        SELECT indicator, area_code, area_name, numerator, denominator, value, lower_bound, against,
            was_numerator, was_denominator, was_value, kind,
            CASE kind WHEN 'points' THEN value - was_value WHEN 'percent' THEN 100 * (value - was_value) / was_value
                WHEN 'count' THEN (numerator - was_numerator)::DOUBLE END AS change,
            CASE WHEN kind IS NOT NULL THEN sign(value - was_value)::INTEGER END AS direction
        FROM told ORDER BY n, m
        """,
        names=[i.name for i in indicators],
        rates=[i.unit == "percent" for i in indicators],
        areas=list(areas),
        grain=period.grain,
        now=period.first,
        before=period.shift(-1).first,
        year_before=period.year_before().first,
    )
    parts = [
        read.with_status(rows.filter(pl.col("indicator") == indicator.name), indicator, period)
        for indicator in indicators
    ]
    return pl.concat(parts) if parts else rows.with_columns(status=pl.lit("no_data"))


def history(
    snapshot: Snapshot, indicators: Sequence[Indicator], area: str, last: Period, steps: int
) -> dict[str, list[tuple[Period, float | None]]]:
    """Each indicator's values over the `steps` periods up to `last`; None where nothing was reported."""
    wanted = [last.shift(-n) for n in reversed(range(steps))]
    found = {
        (name, first): value
        for name, first, value in snapshot.execute(
            "SELECT indicator, period, value FROM cube WHERE dimension = '' AND area_code = $area AND grain = $grain "
            "AND list_contains($names, indicator) AND period BETWEEN $first AND $last",
            {
                "area": area,
                "grain": last.grain,
                "names": [i.name for i in indicators],
                "first": wanted[0].first,
                "last": last.first,
            },
        ).fetchall()
    }
    return {i.name: [(step, found.get((i.name, step.first))) for step in wanted] for i in indicators}


def remainder(
    snapshot: Snapshot, indicator: Indicator, area: str, level: str, period: Period
) -> float | None:
    """Of a count that adds up: what the whole has beyond its areas of a level (county-level money, teams, homes)."""
    if indicator.is_rate or indicator.over_time["numerator"] == "distinct":
        return None
    whole, parts = snapshot.execute(
        "SELECT sum(numerator) FILTER (area_code = $area)::DOUBLE, sum(numerator) FILTER (area_code <> $area)::DOUBLE "
        "FROM cube WHERE indicator = $name AND dimension = '' AND grain = $grain AND period = $now AND (area_code = $area "
        f"OR area_code IN (SELECT area_code FROM area WHERE level = $level AND area_code IN {_UNDER}))",
        {"area": area, "name": indicator.name, "grain": period.grain, "now": period.first, "level": level},
    ).fetchall()[0]
    return whole - parts if whole is not None and parts is not None else None


def year_to_date(
    snapshot: Snapshot, indicators: Sequence[Indicator], area: str, period: Period
) -> dict[str, tuple[float, bool, int]]:
    """From January to a period's end, of counts that add up: the sum, whether it is "at least", months without a figure."""
    names = [i.name for i in indicators if not i.is_rate and i.over_time["numerator"] == "sum"]
    if period.grain == "year" or not names:
        return {}
    rows = snapshot.execute(
        "SELECT indicator, sum(numerator)::DOUBLE, bool_or(lower_bound), $months - count(numerator) FROM cube "
        "WHERE dimension = '' AND area_code = $area AND grain = 'month' AND list_contains($names, indicator) "
        "AND period BETWEEN $first AND $last GROUP BY ALL",
        {"area": area, "names": names, "first": date(period.first.year, 1, 1), "last": period.last, "months": period.last.month},
    ).fetchall()  # fmt: skip
    return {name: (value, bound, missing) for name, value, bound, missing in rows if value is not None}


def tally(rows: pl.DataFrame) -> dict[str, int]:
    """How many areas met, nearly met or missed the target, have no target, or no data."""
    return dict(rows.group_by("status").len().iter_rows())


def whole(snapshot: Snapshot, indicator: Indicator, area: str, period: Period) -> dict:
    """One figure with its change, as a dict."""
    return figures(snapshot, [indicator], [area], period).to_dicts()[0]


def scorecard(
    snapshot: Snapshot, indicators: Sequence[Indicator], area: str, level: str, period: Period
) -> list[dict]:
    """The areas below, worst first: area_code, area_name, missed (how many targets), cells by indicator."""
    codes = below(snapshot, area, level)
    table: dict[str, dict] = {}
    for row in figures(snapshot, indicators, codes, period).to_dicts():
        line = table.setdefault(
            row["area_code"], {"area_code": row["area_code"], "area_name": row["area_name"], "cells": {}}
        )
        line["cells"][row["indicator"]] = row
    for line in table.values():
        states = [cell["status"] for cell in line["cells"].values()]
        line["missed"] = states.count("missed")
        line["near"] = states.count("near")
        line["known"] = len(states) - states.count("no_data")
    return sorted(
        (line for line in table.values() if line["known"]),
        key=lambda line: (-line["missed"], -line["near"], line["area_code"]),
    )


def peers(snapshot: Snapshot, indicators: Sequence[Indicator], area: str, period: Period) -> dict[str, dict]:
    """Where an area stands among its like (same level, same county or, for counties, same prefecture).

    By indicator: n (peers with a figure, itself included), rank (1 is best; by value when neither way is better),
    least, lower (25 %), middle (50 %), upper (75 %), most.
    """
    rows = snapshot.frame(
        """
        WITH own AS (SELECT level FROM area WHERE area_code = $area),
        above AS (
            SELECT ancestor_code FROM area_path, own WHERE area_code = $area AND ancestor_code <> $area
                AND (ancestor_level = 'county' OR own.level IN ('county', 'prefecture'))
            ORDER BY steps LIMIT 1
        ), kin AS (
            SELECT area.area_code FROM area_path AS path JOIN area USING (area_code), own, above
            WHERE path.ancestor_code = above.ancestor_code AND area.level = own.level
                AND area.counts IS DISTINCT FROM false
        ), ranked AS (
            SELECT indicator, area_code, value, rank() OVER (PARTITION BY indicator ORDER BY
                CASE WHEN list_contains($lower, indicator) THEN value ELSE -value END) AS place
            FROM cube JOIN kin USING (area_code)
            WHERE dimension = '' AND grain = $grain AND period = $now AND value IS NOT NULL
                AND list_contains($names, indicator)
        )
        SELECT indicator, count(*) AS n, any_value(place) FILTER (area_code = $area) AS rank, min(value) AS least,
            quantile_cont(value, 0.25) AS lower, median(value) AS middle, quantile_cont(value, 0.75) AS upper,
            max(value) AS most
        FROM ranked GROUP BY indicator
        """,
        area=area,
        names=[i.name for i in indicators],
        lower=[i.name for i in indicators if i.better == "lower"],
        grain=period.grain,
        now=period.first,
    )
    return {row["indicator"]: row for row in rows.to_dicts()}


def neighbours(snapshot: Snapshot, area: str) -> tuple[tuple[str, str] | None, tuple[str, str] | None]:
    """The area before and after among those of the same level and parent, as (code, name)."""
    rows = snapshot.execute(
        "SELECT area_code, name FROM area WHERE (level, parent_code) = "
        "(SELECT (level, parent_code) FROM area WHERE area_code = $area) ORDER BY area_code",
        {"area": area},
    ).fetchall()
    at = next((n for n, row in enumerate(rows) if row[0] == area), None)
    if at is None:
        return None, None
    return (rows[at - 1] if at else None), (rows[at + 1] if at + 1 < len(rows) else None)


@dataclass(frozen=True)
class Reporting:
    """Who has reported for a period."""

    datasets: tuple[
        tuple[str, bool, date | None], ...
    ]  # (dataset, reported for the period, last date of its data)
    townships: int  # that any list in force covers, or anything counted happened in
    expected: int  # townships that count
    silent: tuple[str, ...]  # names of the rest


def reporting(snapshot: Snapshot, area: str, period: Period) -> Reporting:
    """Which datasets and how many townships have reported for the period; the area register aside."""
    datasets = snapshot.execute(
        f"""
        SELECT dataset, bool_or(period BETWEEN $first AND $last) AS here,
            (SELECT max(last_date) FROM dated WHERE dated.dataset = reported.dataset AND last_date <= $last
                AND {_COUNTIES}) AS latest
        FROM reported WHERE dataset <> 'area' AND {_COUNTIES} GROUP BY dataset ORDER BY dataset
        """,
        {"area": area, "first": period.first, "last": period.last},
    ).fetchall()
    silent, expected = snapshot.execute(
        f"""
        SELECT coalesce(list(name ORDER BY area_code) FILTER (area_code NOT IN ({_HEARD})), []), count(*)
        FROM area WHERE level = 'township' AND counts IS DISTINCT FROM false AND area_code IN {_UNDER}
            AND (valid_from IS NULL OR valid_from <= $last) AND (valid_to IS NULL OR valid_to > $last)
        """,
        {"area": area, "grain": period.grain, "first": period.first, "last": period.last},
    ).fetchall()[0]
    return Reporting(
        tuple((n, bool(h), d) for n, h, d in datasets), expected - len(silent), expected, tuple(silent)
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


def found(snapshot: Snapshot, library: Library, area: str, shown: int = 3) -> list[Due]:
    """Every check with findings, errors first."""
    lines = []
    for check in library.checks.values():
        rows = read.findings(snapshot, check, area).to_dicts()
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
            row["indicator"]
            for row in figures(snapshot, rates, [area], period).to_dicts()
            if row["status"] == "missed" or (row["status"] == "near")
        }
        if rates
        else set()
    )
    gaps = []
    for indicator in rates:
        if indicator.name in missed:
            rows = read.gaps(snapshot, indicator, area, period).to_dicts()
            if rows:
                gaps.append(_line("gap", indicator.name, "warn", rows, shown, rows[0]["since"], ""))
    return found(snapshot, library, area, shown) + sorted(gaps, key=lambda d: d.since or date.max)


def _line(
    kind: str, name: str, severity: str, rows: list[dict], shown: int, since: date | None, detail: str
) -> Due:
    areas = list({row["area_code"]: row["area_name"] for row in rows}.items())
    return Due(
        kind, name, severity, len(rows), tuple(areas[:shown]), len(areas) - len(areas[:shown]), since, detail
    )


def everything_below(snapshot: Snapshot, area: str) -> list[tuple[str, str, str, str | None]]:
    """The area and everything below it as (code, name, level, what it lies in), coarsest first."""
    rows = snapshot.execute(
        "SELECT area.area_code, area.name, area.level, parent.name FROM area_path AS path JOIN area USING (area_code) "
        "LEFT JOIN area AS parent ON parent.area_code = area.parent_code WHERE path.ancestor_code = $area "
        "ORDER BY list_position($levels, area.level), area.area_code",
        {"area": area, "levels": list(LEVELS)},
    ).fetchall()
    return rows


def reports(
    snapshot: Snapshot, contracts: Sequence[Contract], area: str, period: Period
) -> list[tuple[str, int, date | None]]:
    """What the exports hold from the area: (dataset, rows, latest date), datasets without a row left out.

    Of a registry the list in force at the period's end; of events the rows of the year up to then.
    """
    found = []
    for contract in contracts:
        if contract.name == "area":
            continue
        if contract.is_registry:
            origin, dated, where = f"{contract.name}_monthly", "_as_of", "period = $month"
        else:
            origin, dated = f'"{contract.name}"', contract.date  # a dataset may be called like a word of SQL
            where = f'"{dated}" BETWEEN $january AND $last'
        params = {
            "area": area,
            "month": date(period.last.year, period.last.month, 1),
            "january": date(period.last.year, 1, 1),
            "last": period.last,
        }
        used = {key: value for key, value in params.items() if f"${key}" in where or key == "area"}
        rows, latest = snapshot.execute(
            f'SELECT count(*), max("{dated}") FROM {origin} WHERE {where} AND area_code IN {_UNDER}', used
        ).fetchall()[0]
        if rows:
            found.append((contract.name, rows, latest))
    return found
