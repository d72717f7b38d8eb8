"""What a lake holds: the datasets by the names and types of their contracts, the tree of areas flattened, what was spoken
for when, and the tables of rules.

No personal column is among it. What a contract masks or reads a birth date from is left out; a name or a phone never
reached the warehouse. What tells people apart, so that they can be counted, is the warehouse's key of a person keyed once
more with a secret of the lake's own, which follows from the warehouse's secret and is written nowhere: whoever has the lake
alone can neither guess a person's number (that takes the secret) nor find the lake's people in a version, in a file of
rejects or in a backup, and the same people keep their keys from one export to the next, without which nothing would be the
same twice. After `key rotate` all of them are others.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import duckdb

from tuanqing.define.contract import Column, Contract
from tuanqing.define.query import Library
from tuanqing.measure import lineage
from tuanqing.measure.lineage import Shared
from tuanqing.store.warehouse import schema
from tuanqing.store.warehouse.sql import literal, quoted

MONTH = "_month"  # of an event, 2023-06: what its table is partitioned by beside the county
COUNTY = "_county"
LEFT_OUT = ("mask", "birth")  # of what is personal and stored
_SYSTEM = ("area_code", COUNTY, "_cover", "_as_of", "_at_least", "_flags", "_batch", "_line")
_LEDGER = ("dataset", "dated", "coverage", "heard", "batch_rows", "target", "working_day")
SEPARATOR = "."  # in the name of a table that lies in a schema of its own: rules.holiday
_PLAIN = {  # what Delta or another engine has no type for
    "HUGEINT": "DECIMAL(38,0)",
    "UHUGEINT": "DECIMAL(38,0)",
    "UBIGINT": "DECIMAL(20,0)",
    "UINTEGER": "BIGINT",
    "USMALLINT": "INTEGER",
    "UTINYINT": "SMALLINT",
    "TIME": "VARCHAR",  # 08:30:00: its order is the time's
}


@dataclass(frozen=True)
class Holding:
    """One table of a lake: SQL for its rows (with `$secret` where people are in it) and the columns it is partitioned by."""

    name: str
    sql: str
    parts: tuple[str, ...] = ()
    people: tuple[str, ...] = ()  # its columns of keys


def of(
    con: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract], library: Library
) -> Iterator[Holding]:
    """Every table of the lake of an opened version."""
    for contract in contracts.values():
        yield from _dataset(con, contract)
    made = lineage.shared(con, contracts, library)
    for name in (*(name for name, _sql in library.shared if is_ground(made[name], contracts)), *_LEDGER):
        yield Holding(name, _typed(con, f"FROM main.{name}"))
    yield Holding("store.list", _typed(con, "SELECT dataset, as_of, cover, county, batch FROM store.list"))
    rules = con.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'rules' ORDER BY ALL")
    for (name,) in rules.fetchall():
        yield Holding(f"rules.{name}", _typed(con, f"FROM rules.{quoted(name)}"))


def is_ground(shared: Shared, contracts: Mapping[str, Contract]) -> bool:
    """Whether a shared table is made of lists, rules and what was reported alone: it does not grow with the events, and is
    in the lake as it is in the version."""
    return all(contracts[name].is_registry for name in shared.datasets)


def lost(contract: Contract) -> list[str]:
    """The stored columns of a dataset that no lake holds."""
    return [column.name for column in contract.stored if column.personal in LEFT_OUT]


def _dataset(con: duckdb.DuckDBPyConnection, contract: Contract) -> Iterator[Holding]:
    """The rows that stand; of a registry by its name those in force, and every dated list under `<name>_rows`."""
    people = tuple(column.name for column in contract.stored if column.personal == "hash")
    columns = [_column(column) for column in contract.stored if column.personal not in LEFT_OUT]
    columns += [quoted(name) for name in _SYSTEM if name not in contract.columns]
    if contract.is_registry:
        inside = ", ".join(dict.fromkeys(columns))
        for name in (contract.name, schema.rows_of(contract.name)):
            yield Holding(name, _typed(con, f"SELECT {inside} FROM {quoted(name)}"), (COUNTY,), people)
    else:
        day = quoted(contract.date or "")
        inside = ", ".join([*dict.fromkeys(columns), f"strftime({day}, '%Y-%m') AS {MONTH}"])
        sql = f"SELECT {inside} FROM {schema.rows_of(contract.name)}"
        yield Holding(contract.name, _typed(con, sql), (COUNTY, MONTH), people)


def _column(column: Column) -> str:
    if column.personal != "hash":
        return quoted(column.name)
    return f"left(sha256($secret || {quoted(column.name)}), 32) AS {quoted(column.name)}"


def _typed(con: duckdb.DuckDBPyConnection, sql: str) -> str:
    """The same rows in types every engine has."""
    found = con.execute(f"DESCRIBE {sql}", {"secret": ""} if "$secret" in sql else None).fetchall()
    others = [
        f"{quoted(name)}::{_PLAIN[kind]} AS {quoted(name)}" for name, kind, *_ in found if kind in _PLAIN
    ]
    return f"SELECT * REPLACE ({', '.join(others)}) FROM ({sql})" if others else sql


def chosen(holding: Holding, keys: list[str]) -> str:
    """SQL for the rows of some partitions, by their keys."""
    return f"SELECT * FROM ({holding.sql}) WHERE {key_of(holding)} IN ({', '.join(map(literal, keys))})"


def key_of(holding: Holding) -> str:
    """SQL for the key of the partition a row lies in: 411424/2023-06."""
    told = " || '/' || ".join(f"coalesce({quoted(name)}, '')" for name in holding.parts)
    return told or "''"
