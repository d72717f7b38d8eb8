"""The other looks at the same rows: without those a check doubts, and in today's boundaries.

A look is a schema before the ordinary one on the search path. It holds only what differs: the rows that stand there, the
shared tables made of them, the tree of today; and `redrawn`, the figures of the indicators and areas that differ, so that
`cube` is those and the ordinary ones for the rest.
"""

from collections.abc import Mapping
from datetime import date

import duckdb

from tuanqing.define import look
from tuanqing.define.contract import Contract
from tuanqing.define.look import TODAY, VERIFIED, Look
from tuanqing.define.query import Indicator, Library
from tuanqing.measure import cube, lineage, months, stale, tree, views
from tuanqing.measure.inserting import insert
from tuanqing.measure.kept import Known
from tuanqing.measure.months import Months
from tuanqing.store.warehouse import schema

_BOTH = f"{VERIFIED}_{TODAY}"


def rebuild(
    con: duckdb.DuckDBPyConnection,
    contracts: Mapping[str, Contract],
    library: Library,
    known: Known,
    fingerprints: Mapping[str, str],
    spans: Mapping[str, Months | None],
) -> None:
    """Make what differs in each look; the ordinary cube and `doubtful` must be made. `spans`: of each indicator the months
    in which its ordinary figures were worked out again."""
    doubted, read = verify(con, contracts, library, known.shared), known.queries
    moved = redraw(con, date.today())
    indicators = sorted(library.indicators.values(), key=views.is_composed)
    wanted = [i for i in indicators if not doubted.isdisjoint(read[i.name].columns)]
    areas = f"{TODAY}.moved"
    rest = "FROM main.cube WHERE"
    others = f"indicator NOT IN (SELECT indicator FROM {VERIFIED}.made)"
    if doubted:
        doubts = months.note(con, contracts, ["main.doubtful"])
        own = {
            i.name: months.all_of([spans[i.name], doubts.of_dataset("main.doubtful", read[i.name].columns)])
            for i in wanted
        }
        _measure(con, Look(verified=True), wanted, read, contracts, fingerprints, f"{rest} {others}", own)
    if moved:
        elsewhere = f"{rest} area_code NOT IN (FROM {areas})"
        _measure(con, Look(today=True), indicators, read, contracts, fingerprints, elsewhere, {}, areas)
    if doubted and moved:
        both = (
            f"FROM {VERIFIED}.cube WHERE area_code NOT IN (FROM {areas}) "
            f"UNION ALL FROM {TODAY}.redrawn WHERE {others}"
        )
        _measure(con, Look(verified=True, today=True), wanted, read, contracts, fingerprints, both, {}, areas)
    else:
        con.execute(f"DROP SCHEMA IF EXISTS {_BOTH} CASCADE")


def drop(con: duckdb.DuckDBPyConnection) -> None:
    """Take every look away: nothing of it is kept."""
    for name in (VERIFIED, TODAY, _BOTH):
        con.execute(f"DROP SCHEMA IF EXISTS {name} CASCADE")


def redraw(con: duckdb.DuckDBPyConnection, day: date) -> bool:
    """Lay the tree as it is on a day over all time, where it ever was another. Whether it was."""
    changed = "FROM main.area_path WHERE since > DATE '0001-01-01' OR until < DATE '9999-01-01' GROUP BY ancestor_code"
    if not con.execute(f"SELECT 1 {changed} LIMIT 1").fetchall():
        con.execute(f"DROP SCHEMA IF EXISTS {TODAY} CASCADE")
        return False
    con.execute(f"CREATE SCHEMA IF NOT EXISTS {TODAY}")
    for table in ("area_path", "area_span"):
        con.execute(
            f"CREATE OR REPLACE TABLE {TODAY}.{table} AS SELECT * EXCLUDE (since, until), {tree.ALWAYS} "
            f"FROM main.{table} AS held WHERE {tree.lies('held', '$1::DATE')}",
            [day],
        )
    con.execute(f"CREATE OR REPLACE TABLE {TODAY}.moved AS SELECT ancestor_code AS area_code {changed}")
    return True


def verify(
    con: duckdb.DuckDBPyConnection,
    contracts: Mapping[str, Contract],
    library: Library,
    shared: Mapping[str, lineage.Shared],
) -> set[str]:
    """Take the rows that a check doubts out of what reads them. The datasets that have such rows."""
    doubted = {
        name
        for (name,) in con.execute("SELECT DISTINCT dataset FROM main.doubtful").fetchall()
        if name in contracts
    }
    there = con.execute(
        f"SELECT 'TABLE', table_name FROM duckdb_tables() WHERE schema_name = '{VERIFIED}' AND table_name NOT IN "
        f"('made', 'redrawn', 'person', 'people') UNION ALL SELECT 'VIEW', view_name FROM duckdb_views() WHERE schema_name = '{VERIFIED}'"
    ).fetchall()
    for kind, name in there:
        con.execute(f"DROP {kind} {VERIFIED}.{name}")
    if not doubted:
        con.execute(f"DROP SCHEMA IF EXISTS {VERIFIED} CASCADE")
        return doubted
    con.execute(f"CREATE SCHEMA IF NOT EXISTS {VERIFIED}")
    for name in sorted(doubted):
        rows = schema.rows_of(name)
        con.execute(
            f"CREATE VIEW {VERIFIED}.{rows} AS SELECT row.* FROM main.{rows} AS row ANTI JOIN main.doubtful AS doubt "
            f"ON doubt.dataset = '{name}' AND doubt.batch = row._batch AND doubt.line = row._line"
        )
        con.execute(f"CREATE VIEW {VERIFIED}.{name} AS {schema.in_force(contracts[name])}")
        if contracts[name].is_registry:
            con.execute(f"CREATE VIEW {VERIFIED}.{name}_monthly AS {views.monthly(contracts[name])}")
    _look(con, Look(verified=True))
    for name, sql in library.shared:
        if not doubted.isdisjoint(shared[name].datasets):
            con.execute(f"CREATE TABLE {VERIFIED}.{name} AS {sql}")
    _look(con, look.PLAIN)
    return doubted


def _measure(
    con: duckdb.DuckDBPyConnection,
    at: Look,
    indicators: list[Indicator],
    read: Mapping[str, lineage.Reads],
    contracts: Mapping[str, Contract],
    fingerprints: Mapping[str, str],
    rest: str,
    spans: Mapping[str, Months | None],
    only: str | None = None,
) -> None:
    """Fill `redrawn` of a look with the figures of these indicators, and make its `cube`; `rest`: SQL for all others, `spans`:
    the months that are not as they were, of an indicator that is made there."""
    own = at.path[0]
    con.execute(f"CREATE SCHEMA IF NOT EXISTS {own}")
    con.execute(
        f"CREATE TABLE IF NOT EXISTS {own}.redrawn ({cube.COLUMNS}); {cube.PEOPLE.format(schema=own)}"
    )
    con.execute(f"CREATE TABLE IF NOT EXISTS {own}.made (indicator VARCHAR, fingerprint VARCHAR)")
    state = stale.of_look(con, at)
    wanted = {i.name: f"{fingerprints[i.name]} {state(read[i.name])}" for i in indicators}
    made = dict(con.execute(f"SELECT indicator, fingerprint FROM {own}.made").fetchall())
    kept = [name for name, fingerprint in wanted.items() if made.get(name) == fingerprint]
    partly = [i.name for i in indicators if i.name in made and spans.get(i.name) is not None]
    for table, names in (
        ("made", kept),
        *((each, kept + partly) for each in ("redrawn", "person", "people")),
    ):
        con.execute(f"DELETE FROM {own}.{table} WHERE NOT list_contains($1::VARCHAR[], indicator)", [names])
    con.execute(f"CREATE OR REPLACE VIEW {own}.cube AS FROM {own}.redrawn UNION ALL {rest}")
    new = [i for i in indicators if i.name not in kept]
    insert(
        con, f"{own}.made", [[i.name, wanted[i.name]] for i in new]
    )  # first: `cube` is of those named there
    _look(con, at)
    for indicator in new:
        span = spans[indicator.name] if indicator.name in partly else None
        cube.fill(con, indicator, read[indicator.name], contracts, own, only, span)
    cube.end(con, new, f"{own}.redrawn")
    _look(con, look.PLAIN)


def _look(con: duckdb.DuckDBPyConnection, at: Look) -> None:
    con.execute(f"SET search_path = '{','.join((*at.path, 'main'))}'")
