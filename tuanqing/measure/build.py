"""Everything that is worked out at a publish: views, the cube, the findings, and the other looks at them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import duckdb

from tuanqing.define import contract as contracts_of
from tuanqing.define import correction as corrections_of
from tuanqing.define import query as queries_of
from tuanqing.define.contract import Contract
from tuanqing.define.example import Table
from tuanqing.define.query import Check, Indicator, Library, Query
from tuanqing.measure import cube, inspection, kept, lineage, looks, overwritten, stale, views
from tuanqing.measure.cube import COLUMNS, LACKING
from tuanqing.measure.inserting import insert
from tuanqing.measure.kept import Known

_TABLES = f"""
CREATE TABLE IF NOT EXISTS main.cube ({COLUMNS});
CREATE TABLE IF NOT EXISTS main.lacking ({LACKING});
CREATE TABLE IF NOT EXISTS main.made (indicator VARCHAR, fingerprint VARCHAR, definition VARCHAR, tables VARCHAR[]);
CREATE OR REPLACE TABLE main.measured (
    indicator VARCHAR,
    dataset VARCHAR,             -- that its figure stands on
    kind VARCHAR,                -- registry | events
    counted BOOLEAN,             -- its rows are about people who may be minors
    columns VARCHAR[],           -- of the dataset's contract, without which there is no figure
    used VARCHAR[]);             -- with those that are read where they are there
"""
_MADE_BEFORE = "SELECT count(*) FROM duckdb_columns() WHERE schema_name = 'main' AND table_name = 'made'"


def rebuild(
    con: duckdb.DuckDBPyConnection,
    contracts: Mapping[str, Contract] | None = None,
    library: Library | None = None,
    rules: Sequence[Table] | None = None,
    progress: Callable[[str, float], object] = lambda _what, _share: None,
) -> None:
    """Remake every view, and of the cube and the findings what is not as it was (with the definitions on disk by default).

    `progress` is told the title of what is worked out and the share that is done; what it raises ends the work.
    """
    contracts = contracts or contracts_of.load_all()
    library = library or queries_of.load_all()
    shipped = corrections_of.load_all(contracts) if rules is None else []  # an example speaks of its own rows
    views.settle(con, contracts, shipped)
    if rules is None:
        known = _publish(con, contracts, library)
    else:  # nothing is kept of an example's own rules
        views.define(con, contracts, library, rules)
        known = kept.of(con, contracts, library)
    if con.execute(_MADE_BEFORE).fetchall() != [
        (4,)
    ]:  # none, or by a program that noted less: nothing is kept
        con.execute("DROP TABLE IF EXISTS main.made")
    con.execute(_TABLES + inspection.TABLE)
    indicators = library.indicators
    wanted = stale.fingerprints(con, contracts, library, known.queries)
    made = dict(con.execute("SELECT indicator, fingerprint FROM main.made").fetchall())
    standing = [name for name, fingerprint in wanted.items() if made.get(name) == fingerprint]
    made_by = {table: "indicator" for table in ("cube", "lacking", "made")}
    made_by |= {table: "check_name" for table in ("finding", "doubtful")}
    for table, column in made_by.items():
        con.execute(
            f"DELETE FROM main.{table} WHERE {column} NOT IN (SELECT unnest($1::VARCHAR[]))", [standing]
        )
    new = [library.queries[name] for name in wanted if name not in standing]
    silent = contracts.keys() - _told(con)
    for number, query in enumerate(sorted(new, key=views.is_composed)):
        progress(query.title, number / len(new))
        stands_on = known.queries[query.name].columns.keys()
        if stands_on and stands_on <= silent and not views.is_composed(query):
            continue  # of what it stands on there is no row and no word: it has no figure, and finds nothing
        if isinstance(query, Check):
            inspection.fill(con, query)
        elif isinstance(query, Indicator):
            cube.fill(con, query, known.queries[query.name], contracts)
    cube.end(con, [query for query in new if isinstance(query, Indicator)])
    insert(
        con,
        "main.made",
        [_made(query, library, known.queries[query.name], wanted[query.name]) for query in new],
    )
    measured = [
        [
            name,
            dataset,
            contracts[dataset].kind,
            bool(contracts[dataset].counted),
            sorted(columns),
            sorted(known.queries[name].used[dataset]),
        ]
        for name in indicators
        for dataset, columns in known.queries[name].columns.items()
    ]
    insert(con, "main.measured", measured)
    if made != wanted:
        con.execute(
            "CREATE OR REPLACE TABLE main.cube AS FROM main.cube ORDER BY indicator, dimension, grain, period"
        )
        con.execute(
            "CREATE OR REPLACE TABLE main.finding AS FROM main.finding ORDER BY period, check_name, area_code"
        )
        con.execute(
            "CREATE OR REPLACE TABLE main.doubtful AS FROM main.doubtful ORDER BY dataset, batch, line"
        )
    looks.rebuild(con, contracts, library, known, wanted)


def _publish(con: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract], library: Library) -> Known:
    """Make of the views and the shared tables what does not stand, and note which targets and rules were overwritten. What
    each query reads."""
    fingerprint = kept.made_by(con, contracts, library)
    known = kept.known(con, fingerprint)
    before = overwritten.held(con, with_rules=known is None)
    if known:
        kept.make_changed(con, contracts, library, known)
    else:
        known = kept.make_all(con, contracts, library, fingerprint)
    overwritten.note(con, library, before)
    return known


def _told(con: duckdb.DuckDBPyConnection) -> set[str]:
    """The datasets there is a row of, or a word about."""
    rows = con.execute("SELECT dataset FROM main.dated UNION SELECT dataset FROM main.coverage").fetchall()
    return {dataset for (dataset,) in rows}


def _made(query: Query, library: Library, read: lineage.Reads, fingerprint: str) -> list[Any]:
    """What main.made says of an indicator or a check."""
    return [query.name, fingerprint, stale.definition(query, library, read.tables), sorted(read.tables)]
