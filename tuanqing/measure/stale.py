"""Which indicators and checks a publish must work out again: those whose definition, or whose rows, are not what they
were.

A fingerprint covers its definition (its query, the shared tables it reads, the code that works it out)
and the state of every table it reads: of a dataset the batches in the ledger, of any other table its content. Tables
that speak of several datasets (which list is in force, what was reported when) count for the datasets it reads: all,
where it goes through the table `dataset`.
"""

import ast
import hashlib
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path

import duckdb

from tuanqing.define.contract import Contract
from tuanqing.define.house import PACKAGE
from tuanqing.define.look import TODAY, Look
from tuanqing.define.query import Indicator, Library, Query
from tuanqing.measure.lineage import Reads
from tuanqing.store.warehouse.snapshot import Snapshot

TREE = "main.area_path"  # along which every figure is summed up
ALWAYS = ("main.month_end", "main.place_reported", "main.reported_unit")  # what the engine itself goes by


@cache
def engine() -> str:
    """What the code that works out the cube hashes to: the module, and whatever of the package it imports."""
    seen: dict[Path, bytes] = {}
    waiting = [Path(__file__).with_name("build.py")]
    while waiting:
        file = waiting.pop()
        if file not in seen:
            seen[file] = file.read_bytes()
            waiting += _imported(seen[file])
    return of_texts(*(seen[file].decode() for file in sorted(seen)))


def _imported(source: bytes) -> Iterable[Path]:
    """The files of this package a module imports from."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        files = (PACKAGE.parent / f"{name.replace('.', '/')}.py" for name in names)
        yield from (file for file in files if file.is_relative_to(PACKAGE) and file.exists())


def of_texts(*parts: str) -> str:
    """One fingerprint of them all, in their order."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def definition(query: Query, library: Library, tables: Iterable[str]) -> str:
    """What a query's figures or findings are made by, whatever the rows: its SQL and how its rows are added up, the
    shared tables among `tables`, the code. Its words are no part of it."""
    named = {table.removeprefix("main.") for table in tables}
    shared = [sql for name, sql in library.shared if name in named or name == "area_path"]
    rules: tuple[object, ...] = ()
    parts: list[str] = []
    if isinstance(query, Indicator):
        parts = [library.queries[name].sql for name in query.compose or ()]
        rules = (query.over_time, list(query.by), query.is_rate, query.factor)
    return of_texts(engine(), query.sql, repr(rules), *parts, *shared)


def content(con: duckdb.DuckDBPyConnection, table: str, where: str = "true") -> str:
    """What the rows of a table come to, in whatever order they stand."""
    return str(con.execute(f"SELECT sum(hash(t)) FROM {table} AS t WHERE {where}").fetchall()[0][0])


def states(con: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract]) -> Callable[[str], str]:
    """What a table holds, told apart by a short text: of a dataset by its batches in the ledger, of the register also by
    which of its rows are in force today, of a shared table as it was noted when it was made."""
    noted = "SELECT state FROM main.shared WHERE 'main.' || name = ?"
    is_noted = con.execute(
        "SELECT 1 FROM duckdb_tables() WHERE schema_name = 'main' AND table_name = 'shared'"
    ).fetchall()

    def state(table: str) -> str:
        schema, _dot, name = table.partition(".")
        if schema == "store" and name in contracts:
            batches = content(con, f"(SELECT batch, state FROM store.batch WHERE dataset = '{name}')")
            return f"{batches} {content(con, f'main.{name}')}" if contracts[name].is_register else batches
        if is_noted and (found := con.execute(noted, [table]).fetchall()):
            return found[0][0]
        return content(con, table)

    return state


def fingerprints(
    con: duckdb.DuckDBPyConnection,
    contracts: Mapping[str, Contract],
    library: Library,
    reads: Mapping[str, Reads],
) -> dict[str, str]:
    """The fingerprint of each query whose reads are given; the tables they read must exist."""
    several = {
        f"{schema}.{table}"
        for schema, table in con.execute(
            "SELECT schema_name, table_name FROM duckdb_columns() WHERE column_name = 'dataset'"
        ).fetchall()
    }
    whole = cache(states(con, contracts))

    @cache
    def apart(table: str) -> dict[str, str]:
        rows = f"SELECT dataset, sum(hash(t))::VARCHAR FROM {table} AS t GROUP BY dataset"
        return dict(con.execute(rows).fetchall())

    def state(table: str, datasets: frozenset[str]) -> str:
        if table in several and datasets:
            return " ".join((table, *(apart(table).get(each, "") for each in sorted(datasets))))
        return f"{table} {whole(table)}"

    def of(name: str, read: Reads) -> str:
        datasets = frozenset(contracts if "main.dataset" in read.tables else read.columns)
        tables = {TREE, *read.tables, *(ALWAYS if datasets else ())}
        states = [state(table, datasets) for table in sorted(tables)]
        return of_texts(definition(library.queries[name], library, read.tables), *states)

    return {name: of(name, read) for name, read in reads.items()}


def of_look(con: duckdb.DuckDBPyConnection, at: Look) -> Callable[[Reads], str]:
    """What the figures of a look stand on beside those of the ordinary one, by what an indicator reads."""
    tree = ""
    if at.today:
        tree = str(con.execute(f"SELECT sum(hash(t)) FROM {TODAY}.area_path AS t").fetchall()[0][0])
    doubts: dict[str, str] = {}
    if at.verified:
        doubts = dict(
            con.execute(
                "SELECT dataset, sum(hash(batch, line))::VARCHAR FROM main.doubtful GROUP BY 1"
            ).fetchall()
        )
    return lambda read: " ".join((tree, *(doubts.get(name, "") for name in sorted(read.columns))))


def is_former(snapshot: Snapshot, library: Library, indicator: Indicator) -> bool:
    """Whether the cube holds figures of this indicator that another definition gave."""
    made = snapshot.execute(
        "SELECT definition, tables FROM main.made WHERE indicator = ?", [indicator.name]
    ).fetchall()
    return bool(made) and definition(indicator, library, made[0][1]) != made[0][0]
