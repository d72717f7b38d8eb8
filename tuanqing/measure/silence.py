"""A count of 0 where nothing happened and somebody has said so: the places and months for which everything an indicator
reads was reported and that have no row of it.

A county (or what it lies in) whose files hold rows, and never one of the kind that is counted, has said nothing of that
kind: a list of practice bases says 0 of brigades as little as a ledger in 场 says 0 of 期. There the figure is absent, not 0.
"""

from collections.abc import Mapping

import duckdb

from tuanqing.define.contract import Contract
from tuanqing.define.query import Indicator
from tuanqing.measure import tree
from tuanqing.measure.lineage import Reads
from tuanqing.store.warehouse.sql import literal


def fill(
    con: duckdb.DuckDBPyConnection, indicator: Indicator, read: Reads, contracts: Mapping[str, Contract]
) -> None:
    """Add to `monthly` (the months of an indicator as a whole, by area) a 0 for each place that has nothing there.

    A list says what there is on its day and not what happened after it: nothing is added to what happened by its word.
    Nor is anything added in a county or prefecture that has rows in every dataset read, and not one that ever counted.
    """
    stands = indicator.over_time["numerator"] == "last"
    if not read.columns or not all(stands or not contracts[name].is_registry for name in read.columns):
        return
    spoken = " INTERSECT ".join(_spoken(name, sorted(columns)) for name, columns in read.columns.items())
    con.execute(
        f"""
        INSERT INTO monthly BY NAME
        SELECT DISTINCT path.ancestor_code AS area_code, place.period AS month, '' AS member, 0 AS numerator,
            false AS lower_bound, false AS loose
        FROM ({spoken}) AS place JOIN area_path AS path ON path.area_code = place.area_code
            AND {tree.lies("path", "place.period")}
        ANTI JOIN monthly ON monthly.area_code = path.ancestor_code AND monthly.month = place.period
        ANTI JOIN (
            SELECT within.area_code FROM ({_other(read)}) AS other
            JOIN area_path AS within ON within.ancestor_code = other.area_code
        ) AS mute ON mute.area_code = place.area_code
        """
    )


def _other(read: Reads) -> str:
    """SQL for the counties and prefectures whose rows in every dataset read are all of another kind, in any month."""
    full = " INTERSECT ".join(
        "SELECT path.ancestor_code AS area_code FROM heard JOIN area_path AS path ON path.area_code = heard.area_code "
        f"AND {tree.lies('path', 'heard.period')} WHERE heard.dataset = {literal(name)} AND path.ancestor_level IN ('prefecture', 'county')"
        for name in read.columns
    )
    return f"{full} EXCEPT SELECT area_code FROM monthly WHERE numerator > 0"


def _spoken(dataset: str, columns: list[str]) -> str:
    """SQL for the places and months of a dataset spoken for with these columns, that are told from their like."""
    name = literal(dataset)
    wanted = ", ".join(map(literal, columns))
    return f"""
        SELECT place.area_code, place.period FROM place_reported AS place
        SEMI JOIN (
            WITH unit AS (
                SELECT area_code, period FROM reported_unit
                WHERE dataset = {name} AND list_has_all(columns, [{wanted}]::VARCHAR[])
            )
            SELECT path.ancestor_code AS area_code, unit.period FROM unit JOIN area_path AS path
            ON path.area_code = unit.area_code AND {tree.lies("path", "unit.period")}
            UNION
            SELECT path.area_code, unit.period FROM unit JOIN area_path AS path
            ON path.ancestor_code = unit.area_code AND {tree.lies("path", "unit.period")}
        ) AS given USING (area_code, period)
        WHERE place.dataset = {name} AND place.apart
    """
