"""Everything that is worked out at a publish: views, the cube, the findings, and the other looks at them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any

import duckdb

from tuanqing.define import contract as contracts_of
from tuanqing.define import correction as corrections_of
from tuanqing.define import query as queries_of
from tuanqing.define.contract import Contract
from tuanqing.define.example import Table
from tuanqing.define.query import Check, Indicator, Library, Query
from tuanqing.measure import cube, inspection, kept, lineage, looks, months, overwritten, stale, views
from tuanqing.measure.cube import COLUMNS, LACKING, PEOPLE
from tuanqing.measure.inserting import insert
from tuanqing.measure.kept import Known
from tuanqing.measure.months import Months

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
_COLUMNS_BEFORE = "SELECT list(column_name ORDER BY column_index) FROM duckdb_columns() WHERE schema_name = 'main' AND table_name = 'cube'"


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
    if con.execute(_COLUMNS_BEFORE).fetchall() != [
        (cube.NAMES,)
    ]:  # by a program that noted less: nothing is kept
        for table in ("made", "cube"):
            con.execute(f"DROP TABLE IF EXISTS main.{table}")
        looks.drop(con)
    con.execute(_TABLES + PEOPLE.format(schema="main") + inspection.TABLE)
    wanted = stale.fingerprints(con, contracts, library, known.queries)
    made = dict(con.execute("SELECT indicator, fingerprint FROM main.made").fetchall())
    standing = [name for name, fingerprint in wanted.items() if made.get(name) == fingerprint]
    silent = _silent(con, contracts, library, known)
    spans = _spans(con, contracts, library, known, silent, standing)
    _drop_others(con, standing, [name for name, span in spans.items() if span is not None])
    new = [library.queries[name] for name in wanted if name not in standing]
    for number, query in enumerate(sorted(new, key=views.is_composed)):
        progress(query.title, number / len(new))
        if query.name in silent:
            continue
        if isinstance(query, Check):
            inspection.fill(con, query)
        elif isinstance(query, Indicator):
            cube.fill(con, query, known.queries[query.name], contracts, months=spans[query.name])
    cube.end(con, [query for query in new if isinstance(query, Indicator)])
    insert(
        con,
        "main.made",
        [_made(query, library, known.queries[query.name], wanted[query.name]) for query in new],
    )
    insert(con, "main.measured", _measured(contracts, {i: known.queries[i] for i in library.indicators}))
    if made != wanted:
        if None in spans.values():
            con.execute(
                "CREATE OR REPLACE TABLE main.cube AS FROM main.cube ORDER BY indicator, dimension, grain, period"
            )
        con.execute(
            "CREATE OR REPLACE TABLE main.finding AS FROM main.finding ORDER BY period, check_name, area_code"
        )
        con.execute(
            "CREATE OR REPLACE TABLE main.doubtful AS FROM main.doubtful ORDER BY dataset, batch, line"
        )
    looks.rebuild(con, contracts, library, known, wanted, spans)


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


def _spans(
    con: duckdb.DuckDBPyConnection,
    contracts: Mapping[str, Contract],
    library: Library,
    known: Known,
    silent: Collection[str],
    standing: Collection[str],
) -> dict[str, Months | None]:
    """Of each indicator, and of all that stands, the months to be worked out again while the others stand; None: all."""
    able = [known.queries[name] for name, i in library.indicators.items() if i.reaches is not None]
    changes = months.of_queries(con, contracts, able)
    before = {
        name: (definition, tables)
        for name, definition, tables in con.execute(
            "SELECT indicator, definition, tables FROM main.made WHERE indicator IN (SELECT indicator FROM main.cube)"
        ).fetchall()
    }
    found: dict[str, Months | None] = {name: frozenset[date]() for name in standing}
    for indicator in sorted(library.indicators.values(), key=views.is_composed):
        name, read = indicator.name, known.queries[indicator.name]
        now = (stale.definition(indicator, library, read.tables), sorted(read.tables))
        if name in standing:
            continue
        if name in silent or before.get(name) != now or cube.has_gaps(indicator):
            found[name] = None
        elif indicator.compose:
            found[name] = months.all_of([found[part] for part in indicator.compose])
        else:
            found[name] = changes.of(indicator, read)
    return found


def _silent(
    con: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract], library: Library, known: Known
) -> set[str]:
    """The queries on whose datasets there is no row and no word: they have no figure, and find nothing."""
    rows = con.execute("SELECT dataset FROM main.dated UNION SELECT dataset FROM main.coverage").fetchall()
    unheard = contracts.keys() - {dataset for (dataset,) in rows}
    return {
        name
        for name, read in known.queries.items()
        if read.columns and read.columns.keys() <= unheard and not views.is_composed(library.queries[name])
    }


def _drop_others(con: duckdb.DuckDBPyConnection, standing: Sequence[str], partly: Sequence[str]) -> None:
    """Take out whatever is not of a query that stands, or of an indicator of which some months do."""
    names = dict.fromkeys(("made", "lacking", "finding", "doubtful"), standing)
    names |= dict.fromkeys(("cube", "person", "people"), partly)
    for table, kept_names in names.items():
        column = "check_name" if table in ("finding", "doubtful") else "indicator"
        con.execute(
            f"DELETE FROM main.{table} WHERE NOT list_contains($1::VARCHAR[], {column})", [kept_names]
        )


def _measured(contracts: Mapping[str, Contract], reads: Mapping[str, lineage.Reads]) -> list[list[Any]]:
    """The rows of main.measured."""
    return [
        [
            name,
            dataset,
            contracts[dataset].kind,
            bool(contracts[dataset].counted),
            sorted(columns),
            sorted(read.used[dataset]),
        ]
        for name, read in reads.items()
        for dataset, columns in read.columns.items()
    ]


def _made(query: Query, library: Library, read: lineage.Reads, fingerprint: str) -> list[Any]:
    """What main.made says of an indicator or a check."""
    return [query.name, fingerprint, stale.definition(query, library, read.tables), sorted(read.tables)]
