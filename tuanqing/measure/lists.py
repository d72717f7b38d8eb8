"""Reads of the lists of `queries/`: rows for a page or an annex that are not a number."""

from datetime import date

import polars as pl

from tuanqing.define.query import Listing
from tuanqing.store.warehouse.snapshot import Snapshot

MONTH = "list_month"  # the column of a list that has one list for each month: the month it was in force


def listed(
    snapshot: Snapshot, listing: Listing, area: str, limit: int = 5000, until: date | None = None
) -> pl.DataFrame:
    """The rows of a list below `area`: area_code, area_name and its declared columns, in the list's own order.

    Of a list with `list_month` the one in force on the day `until` (the last there is, when None).
    """
    month = (
        f"AND l.{MONTH} = (SELECT max(period) FROM calendar WHERE period <= coalesce($until, period))"
        if MONTH in listing.columns
        else ""
    )
    until_when = {"until": until} if month else {}
    columns = ", ".join(f'l."{name}"' for name in listing.columns if name != "area_code")
    return snapshot.frame(
        f"SELECT l.area_code, area.name AS area_name, {columns} "
        f"FROM (SELECT *, row_number() OVER () AS nth FROM listing.{listing.name}) AS l "
        "JOIN area ON area.area_code = l.area_code WHERE l.area_code IN "
        f"(SELECT area_code FROM area_path WHERE ancestor_code = $area) {month} ORDER BY nth LIMIT {int(limit)}",
        area=area,
        **until_when,
    )


def averaged(snapshot: Snapshot, listing: Listing, by: str, area: str) -> pl.DataFrame:
    """The mean `score` below `area` by a column's code, weighed by `respondents`: the code, respondents, score."""
    return snapshot.frame(
        f"SELECT l.{by}, sum(l.respondents)::BIGINT AS respondents, "
        "sum(l.score * l.respondents) / sum(l.respondents) AS score "
        f"FROM listing.{listing.name} AS l WHERE l.area_code IN "
        f"(SELECT area_code FROM area_path WHERE ancestor_code = $area) GROUP BY ALL HAVING sum(l.respondents) > 0 ORDER BY 1",
        area=area,
    )
