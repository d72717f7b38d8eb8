"""What stands of a figure once the rows a check doubts are set apart, and which rows those are."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from tuanqing.define.contract import Contract
from tuanqing.define.look import VERIFIED
from tuanqing.define.period import Period
from tuanqing.define.query import Indicator
from tuanqing.measure import read, seen
from tuanqing.measure.amount import Amount
from tuanqing.store.warehouse import schema
from tuanqing.store.warehouse.snapshot import Snapshot


def verified(
    snapshot: Snapshot, indicators: Sequence[Indicator], areas: Sequence[str], periods: Sequence[Period]
) -> Mapping[tuple[str, str, Period], Amount]:
    """What stands without the doubted rows, by indicator, area and period, of the indicators that read such rows.

    None where the figures looked at are verified ones already.
    """
    own = next(iter(snapshot.schemas(replace(snapshot.look, verified=True))), "")
    if snapshot.look.verified or VERIFIED not in own:
        return {}
    touched = {
        name
        for (name,) in snapshot.execute(
            f"SELECT indicator FROM {own}.made WHERE list_contains($names, indicator)",
            {"names": [i.name for i in indicators]},
        ).fetchall()
    }
    if not touched:
        return {}
    by_start = {(p.grain, p.first): p for p in periods}
    found = {(name, area, period): Amount(period) for name in touched for area in areas for period in periods}
    for name, area, grain, first, *figure in snapshot.execute(
        "SELECT indicator, area_code, grain, period, numerator, denominator, value, lower_bound "
        f"FROM {seen.cube(snapshot, own + ('.redrawn' if own == VERIFIED else '.cube'))} AS cube WHERE dimension = '' AND list_contains($names, indicator) AND "
        "list_contains($areas, area_code) AND list_contains($firsts, period)",
        {"names": sorted(touched), "areas": list(areas), "firsts": [p.first for p in periods]},
    ).fetchall():
        if period := by_start.get((grain, first)):
            found[name, area, period] = Amount(period, *figure)
    return found


def rows(
    snapshot: Snapshot,
    indicator: Indicator,
    contracts: Mapping[str, Contract],
    area: str,
    period: Period,
) -> list[dict[str, Any]]:
    """The doubted rows behind a figure: dataset, check, file, sheet, line, area_name. Of rows about people who may be minors
    only how many there are per file and check, as `rows`."""
    found: list[dict[str, Any]] = []
    for dataset in read.datasets_of(snapshot, indicator.name):
        contract = contracts.get(dataset)
        if contract is None or contract.is_register:
            continue
        origin, where, params = read.rows_behind(snapshot, indicator, contract, area, period)
        line = "NULL" if contract.counted else f"row._line % {schema.LINES}"
        name = "NULL" if contract.counted else "area.name"
        found += snapshot.rows(
            f"SELECT '{dataset}' AS dataset, doubt.check_name AS \"check\", batch.file, batch.sheet, {line} AS line, "
            f"{name} AS area_name, count(*) AS rows FROM {origin} JOIN main.doubtful AS doubt "
            f"ON doubt.dataset = '{dataset}' AND doubt.batch = row._batch AND doubt.line = row._line "
            "JOIN store.batch AS batch ON batch.batch = row._batch LEFT JOIN area ON area.area_code = row.area_code "
            f"WHERE {where} GROUP BY ALL ORDER BY ALL",
            **params,
        )
    return found


def by_check(found: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """How many of the rows each check doubts."""
    counted: dict[str, int] = {}
    for each in found:
        counted[each["check"]] = counted.get(each["check"], 0) + each["rows"]
    return counted
