"""Reads of the lists of `queries/`: rows for a page or an annex that are not a number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from tuanqing.define.query import Listing
from tuanqing.measure import tree
from tuanqing.measure.quarters import quarter
from tuanqing.store.warehouse.snapshot import Snapshot

MONTH = "list_month"  # the column of a list that has one list for each month: the month it was in force


def listed(
    snapshot: Snapshot, listing: Listing, area: str, limit: int = 5000, until: date | None = None
) -> pl.DataFrame:
    """The rows of a list below `area`: area_code, area_name and its declared columns, in the list's own order.

    Of a list with `list_month` the one in force on the day `until` (the last there is, when None).
    """
    month = (
        f"AND l.{MONTH} = (SELECT max(period) FROM calendar WHERE period <= coalesce($until, period)) "
        f"AND {tree.inside('l.area_code', f'l.{MONTH}')}"
        if MONTH in listing.columns
        else ""
    )
    until_when = {"until": until} if month else {}
    told = snapshot.part(f"listing.{listing.name}")
    columns = ", ".join(f'l."{name}"' for name in listing.columns if name != "area_code")
    return snapshot.frame(
        f"SELECT l.area_code, area.name AS area_name, {columns} "
        f"FROM (SELECT *, row_number() OVER () AS nth FROM {told}) AS l "
        "JOIN area ON area.area_code = l.area_code WHERE l.area_code IN "
        f"{tree.ever()} {month} ORDER BY nth LIMIT {int(limit)}",
        area=area,
        **until_when,
    )


def summed(rows: Sequence[Mapping[str, Any]], by: str, column: str) -> dict[str, int]:
    """Of a list's rows: how many in `column` there are by the code in `by`."""
    totals: dict[str, int] = {}
    for row in rows:
        totals[row[by]] = totals.get(row[by], 0) + int(row[column])
    return totals


@dataclass(frozen=True)
class Grid:
    """Sums by two codes, (down, across), in the order of the codes, and the quarter of the sums each lies in."""

    cells: dict[tuple[str, str], int]
    shades: dict[tuple[str, str], int]


def grid(rows: Sequence[Mapping[str, Any]], down: str, across: str, column: str) -> Grid:
    """Of a list's rows: the sums of `column` by the codes in `down` and `across`. A sum of 0 is the palest."""
    cells: dict[tuple[str, str], int] = {}
    for row in rows:
        place = (row[down], row[across])
        cells[place] = cells.get(place, 0) + int(row[column])
    there = [count for count in cells.values() if count]
    shades = {place: quarter(count, there) if count else 0 for place, count in cells.items()}
    return Grid(dict(sorted(cells.items())), shades)


def by_month(days: Sequence[date]) -> dict[date, int]:
    """How many days fall into each month (its first day), months between without any too."""
    if not days:
        return {}
    first, last = min(days), max(days)
    span = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    counts = dict.fromkeys([date(n // 12, n % 12 + 1, 1) for n in span], 0)
    for day in days:
        counts[day.replace(day=1)] += 1
    return counts


def averaged(snapshot: Snapshot, listing: Listing, by: str, area: str) -> pl.DataFrame:
    """The mean `score` below `area` by a column's code, weighed by `respondents`: the code, respondents, score. Nothing
    of an area that the reader sees a part of: the mean of a part is not the area's."""
    told = snapshot.part(f"listing.{listing.name}")
    all_of_it = "true" if snapshot.sees(area) else "false"
    return snapshot.frame(
        f"SELECT l.{by}, sum(l.respondents)::BIGINT AS respondents, "
        "sum(l.score * l.respondents) / sum(l.respondents) AS score "
        f"FROM {told} AS l WHERE {all_of_it} AND l.area_code IN "
        f"{tree.ever()} GROUP BY ALL HAVING sum(l.respondents) > 0 ORDER BY 1",
        area=area,
    )
