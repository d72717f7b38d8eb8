"""Who has reported: datasets, counties, months and townships, and how far the data reach."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tuanqing.define.contract import REGISTER, Contract
from tuanqing.define.period import Period
from tuanqing.measure import read
from tuanqing.store.warehouse.snapshot import Snapshot

_UNDER = "(SELECT area_code FROM area_path WHERE ancestor_code = $area)"


_HEARD = f"""
    SELECT cover FROM in_force WHERE dataset <> '{REGISTER}' AND cover IS NOT NULL AND period BETWEEN $first AND $last
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
        f"SELECT min(period), max(last_date) FROM dated WHERE {_COUNTIES}",
        {"area": area},
    ).fetchall()[0]
    return (first, last) if last else None


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
        FROM reported WHERE dataset <> '{REGISTER}' AND {_COUNTIES} GROUP BY dataset ORDER BY dataset
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


def reports(
    snapshot: Snapshot, contracts: Sequence[Contract], area: str, period: Period
) -> list[tuple[str, int, date | None]]:
    """What the exports hold from the area: (dataset, rows, latest date), datasets without a row left out.

    Of a registry the list in force at the period's end; of events the rows of the year up to then.
    """
    found = []
    for contract in contracts:
        if contract.is_register:
            continue
        if contract.is_registry:
            origin, dated, where = f"{contract.name}_monthly", "_as_of", "period = $month"
            when = {"month": date(period.last.year, period.last.month, 1)}
        else:
            origin, dated = f'"{contract.name}"', contract.date  # a dataset may be called like a word of SQL
            where = f'"{dated}" BETWEEN $january AND $last'
            when = {"january": date(period.last.year, 1, 1), "last": period.last}
        rows, latest = snapshot.execute(
            f'SELECT count(*), max("{dated}") FROM {origin} WHERE {where} AND area_code IN {_UNDER}',
            {"area": area, **when},
        ).fetchall()[0]
        if rows:
            found.append((contract.name, rows, latest))
    return found


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
        return self.as_of is not None and self.as_of.replace(day=1) >= period.last.replace(day=1)


def completeness(snapshot: Snapshot, area: str, period: Period) -> Completeness:
    """Which datasets, counties, months and townships have not been reported for the period."""
    done = reporting(snapshot, area, period)
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
            FROM dated JOIN counties ON dated.county_code = counties.area_code GROUP BY ALL
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
