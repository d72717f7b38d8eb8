"""Comparisons: with the period before, the year before, the neighbours and the target; who has reported; what is due.

Every read takes a read connection to one published version. Figures come from the cube; rates are compared in
percentage points (个百分点), amounts in per cent, and either as plain counts where the base is below ten.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from tuanqing.define.period import Period
from tuanqing.define.query import Indicator
from tuanqing.measure import completeness, places, read
from tuanqing.store.warehouse.snapshot import Snapshot

SMALL = 10  # below this base a share or a change is given as counts
_UNDER = "(SELECT area_code FROM area_path WHERE ancestor_code = $area)"


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
    codes = places.below(snapshot, area, level)
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


def lines(
    snapshot: Snapshot, indicators: Sequence[Indicator], areas: Sequence[str], period: Period
) -> list[dict[str, Any]]:
    """One row per indicator and area: the figure, target, completion, rank among the areas, both comparisons.

    For each of `previous` (环比) and `year` (同比): _numerator, _denominator, _value, _lower_bound, _kind, _change.
    `kind` is points (difference of percentages), percent (of the earlier value), count (difference of counts, where the
    base is below ten), parts (rates on such a base: no difference, show both), bound or partial (no difference is
    known), or NULL.
    """
    known = completeness.span(snapshot, areas[0]) if areas else None
    began, ended = known or (date.max, date.min)
    rows = snapshot.frame(
        f"""
        WITH asked AS (
            SELECT unnest($names) AS indicator, unnest($percents) AS is_percent, unnest($rates) AS is_rate,
                unnest($targets) AS target, unnest($signs) AS sign, unnest($adds) AS adds, generate_subscripts($names, 1) AS n
        ), wanted AS (
            SELECT unnest($areas) AS area_code, generate_subscripts($areas, 1) AS m
        ), held AS (
            SELECT * FROM cube WHERE dimension = '' AND grain = $grain AND period IN ($now, $previous, $year)
                AND list_contains($names, indicator) AND list_contains($areas, area_code)
        ), joined AS (
            SELECT asked.*, wanted.m, area.area_code, area.name AS area_name, now.numerator, now.denominator, now.value,
                coalesce(now.lower_bound, false) AS lower_bound, {_joined("previous")}, {_joined("year")}
            FROM asked CROSS JOIN wanted JOIN area USING (area_code)
            LEFT JOIN held AS now ON now.indicator = asked.indicator AND now.area_code = wanted.area_code
                AND now.period = $now
            LEFT JOIN held AS previous ON previous.indicator = asked.indicator
                AND previous.area_code = wanted.area_code AND previous.period = $previous
            LEFT JOIN held AS year ON year.indicator = asked.indicator AND year.area_code = wanted.area_code
                AND year.period = $year
        ), told AS (SELECT *, {_kind("previous")}, {_kind("year")} FROM joined)
        SELECT * EXCLUDE (is_percent, is_rate, sign, adds, n, m), {_change("previous")}, {_change("year")},
            CASE WHEN sign > 0 AND target > 0 THEN 100 * value / target END AS completion,
            abs(target - value) AS short,
            CASE WHEN value IS NOT NULL AND sign <> 0 AND NOT (is_percent AND denominator < {SMALL})
                THEN rank() OVER (PARTITION BY indicator, value IS NOT NULL AND NOT (is_percent
                    AND denominator < {SMALL}) ORDER BY -sign * value) END AS rank
        FROM told ORDER BY n, m
        """,
        names=[i.name for i in indicators],
        percents=[i.unit == "percent" for i in indicators],
        rates=[i.is_rate for i in indicators],
        targets=[i.target(period) if i.better != "neither" else None for i in indicators],
        signs=[{"higher": 1, "lower": -1, "neither": 0}[i.better] for i in indicators],
        adds=[i.over_time["numerator"] != "last" for i in indicators],
        areas=list(areas),
        grain=period.grain,
        began=began,
        cut=_month(ended) < _month(period.last),
        now=period.first,
        previous=period.shift(-1).first,
        year=period.year_before().first,
    )
    by_name = {indicator.name: indicator for indicator in indicators}
    return [
        row
        for (name,), part in rows.group_by("indicator", maintain_order=True)
        for row in read.with_status(part, by_name[str(name)], period).to_dicts()
    ]


def _month(day: date) -> date:
    return day.replace(day=1)


def _joined(side: str) -> str:
    names = ("numerator", "denominator", "value")
    return ", ".join(f"{side}.{name} AS {side}_{name}" for name in names) + (
        f", coalesce({side}.lower_bound, false) AS {side}_lower_bound"
    )


def _kind(side: str) -> str:
    return (
        f"CASE WHEN value IS NULL OR {side}_value IS NULL THEN NULL "
        f"WHEN lower_bound OR {side}_lower_bound THEN 'bound' "
        f"WHEN adds AND ($cut OR ${side} < $began) THEN 'partial' "
        f"WHEN is_percent AND least(denominator, {side}_denominator) < {SMALL} THEN 'parts' "
        f"WHEN is_percent THEN 'points' WHEN is_rate AND {side}_value > 0 THEN 'percent' WHEN is_rate THEN 'parts' "
        f"WHEN {side}_numerator < {SMALL} THEN 'count' ELSE 'percent' END AS {side}_kind"
    )


def _change(side: str) -> str:
    return (
        f"CASE {side}_kind WHEN 'points' THEN value - {side}_value "
        f"WHEN 'percent' THEN 100 * (value - {side}_value) / {side}_value "
        f"WHEN 'count' THEN (numerator - {side}_numerator)::DOUBLE END AS {side}_change"
    )


def ever(snapshot: Snapshot, area: str) -> set[str]:
    """The indicators the area has ever had a figure of."""
    rows = snapshot.execute(
        "SELECT DISTINCT indicator FROM cube WHERE area_code = ? AND dimension = '' AND grain = 'year' AND value IS NOT NULL",
        [area],
    ).fetchall()
    return {name for (name,) in rows}


def sums(
    snapshot: Snapshot, indicators: Sequence[Indicator], area: str, period: Period
) -> dict[str, Mapping[str, Any]]:
    """From January to the period's end, of counts that add up: value, whether it is a lower bound, months without a figure."""
    names = [i.name for i in indicators if not i.is_rate and i.over_time["numerator"] == "sum"]
    if period.grain == "year" or period.first.month == 1 or not names:
        return {}
    rows = snapshot.frame(
        "SELECT indicator, sum(numerator) AS numerator, NULL AS denominator, sum(numerator)::DOUBLE AS value, bool_or(lower_bound) AS lower_bound, "
        "$months - count(numerator) AS missing "
        "FROM cube WHERE dimension = '' AND area_code = $area AND grain = 'month' AND list_contains($names, indicator) "
        "AND period BETWEEN $first AND $last GROUP BY ALL",
        area=area,
        names=names,
        first=date(period.first.year, 1, 1),
        last=period.last,
        months=period.last.month,
    )
    return {row["indicator"]: row for row in rows.to_dicts()}
