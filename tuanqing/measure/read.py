"""Reads for pages, the command line and documents. Each takes a read connection to one published version."""

from datetime import date
from typing import TYPE_CHECKING, Any

from tuanqing.define.contract import Contract
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.define.period import Period, containing
from tuanqing.define.query import Indicator
from tuanqing.measure import seen, tree
from tuanqing.store.warehouse import schema
from tuanqing.store.warehouse.snapshot import Snapshot
from tuanqing.store.warehouse.sql import quoted

if TYPE_CHECKING:
    import polars as pl


def data_as_of(
    snapshot: Snapshot, area: str, indicator: str | None = None, until: date | None = None
) -> date | None:
    """The latest date of the data behind an indicator (or behind any) in the counties of `area`."""
    rows = snapshot.execute(
        """
        SELECT max(last_date) FROM dated
        WHERE ($indicator IS NULL OR dataset IN (SELECT dataset FROM measured WHERE indicator = $indicator))
          AND (county_code IN (SELECT area_code FROM area_path WHERE ancestor_code = $area)
            OR county_code IN (SELECT ancestor_code FROM area_path WHERE area_code = $area))
          AND ($until IS NULL OR last_date <= $until)
        """,
        {"indicator": indicator, "area": area, "until": until},
    ).fetchall()
    return rows[0][0]


def months(snapshot: Snapshot, area: str) -> list[Period]:
    """The months any dataset of the area's county has data for, newest first."""
    last = data_as_of(snapshot, area)
    first = snapshot.execute("SELECT min(period) FROM calendar").fetchall()[0][0]
    if last is None or first is None:
        return []
    found, month = [], containing(last)
    while month.first >= first:
        found.append(month)
        month = month.shift(-1)
    return found


def is_made(snapshot: Snapshot, indicator: str) -> bool:
    """Whether the cube has been filled for this indicator; a query newer than the last publishing has not."""
    return bool(snapshot.execute("SELECT 1 FROM main.made WHERE indicator = ?", [indicator]).fetchall())


def is_about_people(snapshot: Snapshot, indicator: Indicator) -> bool:
    """Whether the indicator's units are people, who are counted and never listed."""
    if "distinct" in indicator.over_time.values():
        return True
    return bool(
        snapshot.execute(
            "SELECT 1 FROM measured WHERE indicator = ? AND counted", [indicator.name]
        ).fetchall()
    )


def last_month(snapshot: Snapshot, indicator: Indicator, area: str, period: Period) -> date:
    """The last month inside `period` the indicator has a figure for (its first month when there is none)."""
    found = snapshot.execute(
        f"SELECT max(period) FROM {seen.cube(snapshot)} AS cube WHERE indicator = ? AND dimension = '' AND area_code = ? AND grain = 'month' "
        "AND period BETWEEN ? AND ?",
        [indicator.name, area, period.first, period.last],
    ).fetchall()[0][0]
    return found or period.first


def units(
    snapshot: Snapshot, indicator: Indicator, area: str, period: Period, limit: int = 5000
) -> "pl.DataFrame":
    """The indicator's own rows behind a figure: area_code, area_name, period, unit, numerator, denominator.

    Where a unit is a person, one row per area and period with their number and no unit.
    """
    what = "i.unit, i.numerator, i.denominator"
    if is_about_people(snapshot, indicator):
        what = "NULL AS unit, sum(i.numerator) AS numerator, sum(i.denominator) AS denominator"
    return snapshot.frame(
        f"SELECT i.area_code, area.name AS area_name, i.period, {what} "
        f"FROM {snapshot.part(f'indicator.{indicator.name}')} AS i JOIN area USING (area_code) "
        f"WHERE {tree.inside('i.area_code', 'i.period')} "
        f"AND i.period BETWEEN $first AND $last {'GROUP BY ALL' if what.startswith('NULL') else ''} "
        f"ORDER BY ALL LIMIT {int(limit)}",
        area=area,
        first=period.first
        if indicator.over_time["numerator"] != "last"
        else last_month(snapshot, indicator, area, period),
        last=period.last,
    )


def sources(
    snapshot: Snapshot,
    indicator: Indicator,
    contract: Contract,
    area: str,
    period: Period,
    limit: int = 1000,
    first: Period | None = None,
) -> "pl.DataFrame":
    """The imported rows behind a figure, of one dataset it reads, each with file, sheet, line and batch.

    Of a registry the list in force at the period's end; of events the rows dated inside it (from the beginning of
    `first`, when given). A row carried over from an earlier list stands in no line of this file. Rows about
    people who may be minors (a contract's `counted`) are never listed: they come as counts per file and area.
    """
    there = {
        row[0] for row in snapshot.execute(f'DESCRIBE "{contract.name}"').fetchall()
    }  # the contract may be newer
    columns = ", ".join(f'row."{c.name}"' for c in contract.stored if c.personal is None and c.name in there)
    origin, where, params = rows_behind(snapshot, indicator, contract, area, period, first)
    source = f"FROM {origin} JOIN store.batch AS batch ON batch.batch = row._batch WHERE {where}"
    if contract.counted:
        by = ", ".join(f'row."{name}"' for name in contract.counted)
        select = f"SELECT batch.file, batch.sheet, row._batch AS batch, {by}, count(*) AS rows {source} GROUP BY ALL ORDER BY ALL"
    else:
        line = f"CASE WHEN row._line > 0 THEN row._line % {schema.LINES} END AS line"
        select = f"SELECT batch.file, batch.sheet, {line}, row._batch AS batch, {columns} {source} ORDER BY row._batch, row._line"
    return snapshot.frame(f"{select} LIMIT {int(limit)}", **params)


def rows_behind(
    snapshot: Snapshot,
    indicator: Indicator,
    contract: Contract,
    area: str,
    period: Period,
    first: Period | None = None,
) -> tuple[str, str, dict[str, Any]]:
    """The rows of a dataset behind a figure, called `row`: SQL of where they are from and which they are, and its
    parameters."""
    if contract.is_registry:
        month, day = last_month(snapshot, indicator, area, period), "row.period"
        origin, params = f"{snapshot.part(f'{contract.name}_monthly')} AS row", {"area": area, "month": month}
        where = "row.period = $month"
    else:
        origin, params = (
            f"{snapshot.part(quoted(contract.name))} AS row",
            {"area": area, "first": (first or period).first, "last": period.last},
        )
        day = f'row."{contract.date}"'
        where = f"{day} BETWEEN $first AND $last"
    if contract.is_register:
        origin, where, params = f"{snapshot.part('area')} AS row", "true", {"area": area}
    below = f"row.area_code IN {tree.ever()}" if contract.is_register else tree.inside("row.area_code", day)
    return origin, f"{where} AND {below}", params


def datasets_of(snapshot: Snapshot, indicator: str) -> list[str]:
    """The datasets an indicator reads."""
    return [
        row[0]
        for row in snapshot.execute(
            "SELECT dataset FROM measured WHERE indicator = ?", [indicator]
        ).fetchall()
    ]


def default_period(snapshot: Snapshot, indicator: Indicator, area: str) -> Period:
    """The month of the latest data behind the indicator in the area. Raises Refused when there is none."""
    found = snapshot.execute(
        f"SELECT max(cube.period) FROM {seen.cube(snapshot)} AS cube WHERE indicator = ? AND dimension = '' AND grain = 'month' AND area_code = ? "
        "AND period <= coalesce(?, period)",
        [indicator.name, area, data_as_of(snapshot, area, indicator.name)],
    ).fetchall()[0][0]
    last = found or data_as_of(snapshot, area, indicator.name) or data_as_of(snapshot, area)
    if last is None:
        raise Refused(_("Nothing has been reported for {name} here yet.").format(name=indicator.title))
    return containing(last)


def counties(snapshot: Snapshot) -> dict[str, str]:
    """The counties and prefectures of the register: code → name."""
    return dict(
        snapshot.execute(
            f"SELECT area_code, name FROM {snapshot.near('area')} AS area WHERE level IN ('county', 'prefecture') "
            "ORDER BY area_code"
        ).fetchall()
    )


def area_names(snapshot: Snapshot) -> dict[str, str]:
    """Every area of the register that the reader may be told of: code → name."""
    return dict(snapshot.execute(f"SELECT area_code, name FROM {snapshot.near('area')}").fetchall())
