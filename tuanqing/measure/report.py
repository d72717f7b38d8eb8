"""What a report is written from: figures with both comparisons, target and rank; and what is missing for the period.

Every read takes a read connection to one published version. A change is given only where it can be known: not with a
lower bound (余) on either side, and not between sums of which one covers its period only in part.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tuanqing.define.period import Period
from tuanqing.define.query import Indicator
from tuanqing.measure import comparison, read
from tuanqing.store.warehouse.snapshot import Snapshot


def lines(
    snapshot: Snapshot, indicators: Sequence[Indicator], areas: Sequence[str], period: Period
) -> list[dict[str, Any]]:
    """One row per indicator and area: the figure, target, completion, rank among the areas, both comparisons.

    For each of `previous` (环比) and `year` (同比): _numerator, _denominator, _value, _lower_bound, _kind, _change.
    `kind` is points (difference of percentages), percent (of the earlier value), count (difference of counts, where the
    base is below ten), parts (rates on such a base: no difference, show both), bound or partial (no difference is
    known), or NULL.
    """
    known = comparison.span(snapshot, areas[0]) if areas else None
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
            CASE WHEN value IS NOT NULL AND sign <> 0 AND NOT (is_percent AND denominator < {comparison.SMALL})
                THEN rank() OVER (PARTITION BY indicator, value IS NOT NULL AND NOT (is_percent
                    AND denominator < {comparison.SMALL}) ORDER BY -sign * value) END AS rank
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
        f"WHEN is_percent AND least(denominator, {side}_denominator) < {comparison.SMALL} THEN 'parts' "
        f"WHEN is_percent THEN 'points' WHEN is_rate AND {side}_value > 0 THEN 'percent' WHEN is_rate THEN 'parts' "
        f"WHEN {side}_numerator < {comparison.SMALL} THEN 'count' ELSE 'percent' END AS {side}_kind"
    )


def _change(side: str) -> str:
    return (
        f"CASE {side}_kind WHEN 'points' THEN value - {side}_value "
        f"WHEN 'percent' THEN 100 * (value - {side}_value) / {side}_value "
        f"WHEN 'count' THEN (numerator - {side}_numerator)::DOUBLE END AS {side}_change"
    )


@dataclass(frozen=True)
class Missing:
    """What of one dataset has not been reported for a period."""

    dataset: str
    none: tuple[str, ...]  # the counties that reported nothing
    months: tuple[tuple[str, tuple[date, ...]], ...]  # (county, its months without a row), events only
    latest: date | None  # of its data, up to the period's end


@dataclass(frozen=True)
class Completeness:
    """What a report of a period stands on."""

    as_of: date | None  # the last date of any data up to the period's end
    townships: int  # that have reported, as compare.reporting counts them
    expected: int
    uncovered: tuple[str, ...]  # names of the rest
    counties: int  # in the place, or the one it lies in
    missing: tuple[Missing, ...]

    def reaches(self, period: Period) -> bool:
        """Whether the data reach the last month of the period."""
        return self.as_of is not None and _month(self.as_of) >= _month(period.last)


def completeness(snapshot: Snapshot, area: str, period: Period) -> Completeness:
    """Which datasets, counties, months and townships have not been reported for the period."""
    done = comparison.reporting(snapshot, area, period)
    rows = snapshot.execute(
        """
        WITH counties AS (
            SELECT area.area_code, area.name FROM area WHERE level = 'county' AND (
                area_code IN (SELECT area_code FROM area_path WHERE ancestor_code = $area)
                OR area_code IN (SELECT ancestor_code FROM area_path WHERE area_code = $area))
        ), months AS (
            SELECT period FROM calendar WHERE period BETWEEN $first AND $last
        ), datasets AS (
            SELECT dated.dataset, any_value(dated.kind) AS kind,
                max(last_date) FILTER (last_date <= $last) AS latest
            FROM dated JOIN counties ON dated.county_code = counties.area_code WHERE dataset <> 'area' GROUP BY ALL
        )
        SELECT datasets.dataset, datasets.kind, datasets.latest, counties.name,
            list(months.period ORDER BY months.period) FILTER (reported.period IS NULL), count(reported.period)
        FROM datasets CROSS JOIN counties CROSS JOIN months
        LEFT JOIN reported ON reported.dataset = datasets.dataset AND reported.county_code = counties.area_code
            AND reported.period = months.period
        GROUP BY ALL ORDER BY datasets.dataset, counties.name
        """,
        {"area": area, "first": period.first, "last": period.last},
    ).fetchall()
    missing: dict[str, dict[str, Any]] = {}
    for dataset, kind, latest, county, months, reported in rows:
        entry = missing.setdefault(dataset, {"none": [], "months": [], "latest": latest})
        if not reported:
            entry["none"].append(county)
        elif months and kind == "events":
            entry["months"].append((county, tuple(months)))
    return Completeness(
        read.data_as_of(snapshot, area, None, period.last),
        done.townships,
        done.expected,
        done.silent,
        len({county for _dataset, _kind, _latest, county, _months, _reported in rows}),
        tuple(
            Missing(name, tuple(e["none"]), tuple(e["months"]), e["latest"])
            for name, e in missing.items()
            if e["none"] or e["months"]
        ),
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
