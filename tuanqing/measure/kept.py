"""What of the version before still stands at a publish: its views, its tables of rules and what each query reads, where it was
made by the very definitions of now; of the shared tables those whose inputs are what they were.

A version notes by what it was made in `main.defined`, and of each shared table in `main.shared` what its inputs and what
it itself came to.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from importlib.metadata import version
from typing import Any

import duckdb

from tuanqing.define import rule as rules_of
from tuanqing.define import steps as steps_of
from tuanqing.define.contract import Contract
from tuanqing.define.query import Library
from tuanqing.measure import lineage, stale, views
from tuanqing.measure.inserting import insert
from tuanqing.measure.lineage import Reads, Shared

_TABLES = """
CREATE OR REPLACE TABLE main.defined (fingerprint VARCHAR, known VARCHAR);
CREATE OR REPLACE TABLE main.shared (name VARCHAR, inputs VARCHAR, state VARCHAR);
"""


@dataclass(frozen=True)
class Known:
    """What follows from the definitions alone. `queries`: what each reads; `shared`: what each shared table is made of."""

    queries: Mapping[str, Reads]
    shared: Mapping[str, Shared]


_latest: dict[
    str, Known
] = {}  # by fingerprint: the next new warehouse of this process need not ask the planner again


def of(con: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract], library: Library) -> Known:
    """Worked out anew; the views and the shared tables must stand."""
    asked = [*library.indicators.values(), *library.checks.values()]
    return Known(lineage.of(con, asked, contracts, library), lineage.shared(con, contracts, library))


def made_by(con: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract], library: Library) -> str:
    """A fingerprint of everything views and tables of rules are made by: contracts, queries, rules, code, and which
    datasets have corrections laid over their rows."""
    given = [
        *(repr(contract) for contract in contracts.values()),
        repr(library.base),
        repr(library.queries),
        *(rules.text for rules in rules_of.load_all().values()),
        repr(steps_of.load_all()),
        lineage.row_views(con),
        duckdb.__version__,
        version("chinesecalendar"),
        str(date.today().year),  # how far its days go
    ]
    return stale.of_texts(stale.engine(), *given)


def known(con: duckdb.DuckDBPyConnection, fingerprint: str) -> Known | None:
    """What the version before knew, where it was made by the same."""
    there = "SELECT 1 FROM duckdb_tables() WHERE schema_name = 'main' AND table_name = 'defined'"
    if not con.execute(there).fetchall():
        return None
    found = con.execute("SELECT known FROM main.defined WHERE fingerprint = ?", [fingerprint]).fetchall()
    return _read(json.loads(found[0][0])) if found else None


def make_all(
    con: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract], library: Library, fingerprint: str
) -> Known:
    """Every table of rules, shared table and view anew, with a note of what they were made by and of."""
    views.define(con, contracts, library)
    own = _latest.get(fingerprint) or of(con, contracts, library)
    _latest.clear()
    _latest[fingerprint] = own
    con.execute(_TABLES)
    insert(con, "main.defined", [[fingerprint, json.dumps(asdict(own), default=sorted)]])
    state = stale.states(con, contracts)
    for name, _sql in library.shared:
        _note(con, name, _inputs(own.shared[name], state), state(f"main.{name}"))
    return own


def make_changed(
    con: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract], library: Library, own: Known
) -> None:
    """Of the shared tables those whose inputs are not what they were, in their order."""
    state = stale.states(con, contracts)
    before = dict(con.execute("SELECT name, inputs FROM main.shared").fetchall())
    for (file, sql), (name, _sql) in zip(library.base, library.shared, strict=True):
        inputs = _inputs(own.shared[name], state)
        if before.get(name) != inputs:
            views.share(con, name, sql, file)
            _note(con, name, inputs, stale.content(con, f"main.{name}"))


def _inputs(shared: Shared, state: Callable[[str], str]) -> str:
    return stale.of_texts(*(state(table) for table in sorted(shared.tables)))


def _note(con: duckdb.DuckDBPyConnection, name: str, inputs: str, state: str) -> None:
    con.execute("DELETE FROM main.shared WHERE name = ?", [name])
    con.execute("INSERT INTO main.shared VALUES (?, ?, ?)", [name, inputs, state])


def _read(told: Mapping[str, Any]) -> Known:
    def sets(found: Mapping[str, list[str]]) -> dict[str, frozenset[str]]:
        return {name: frozenset(names) for name, names in found.items()}

    queries = {
        name: Reads(frozenset(each["tables"]), sets(each["columns"]), sets(each["used"]))
        for name, each in told["queries"].items()
    }
    shared = {
        name: Shared(frozenset(each["tables"]), frozenset(each["datasets"]))
        for name, each in told["shared"].items()
    }
    return Known(queries, shared)
