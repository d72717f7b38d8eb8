"""Which indicators a publish must work out again: those whose definition, or whose rows, are not what they were.

An indicator's fingerprint covers its own file, the engine's code, and the state of every table its SQL reads: of a
dataset the batches in the ledger, of any other table its content. Tables that speak of several datasets (which list
is in force, what was reported when) count for the datasets the SQL names.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import duckdb

from tuanqing.define.contract import Contract
from tuanqing.define.query import Indicator
from tuanqing.store.warehouse.snapshot import Snapshot

_ENGINE = "cube.py"  # an indicator worked out by other code is worked out again


def fingerprints(
    con: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract], indicators: Iterable[Indicator]
) -> dict[str, str]:
    """Each indicator's fingerprint; the tables its SQL reads must exist."""
    several = {
        f"{schema}.{table}"
        for schema, table in con.execute(
            "SELECT schema_name, table_name FROM duckdb_columns() WHERE column_name = 'dataset'"
        ).fetchall()
    }
    engine = hashlib.sha256((Path(__file__).parent / _ENGINE).read_bytes()).hexdigest()

    @cache
    def state(table: str, datasets: frozenset[str]) -> str:
        schema, _dot, name = table.rpartition(".")
        if schema == "store" and name in contracts:
            sql = f"SELECT sum(hash(batch, state)) FROM store.batch WHERE dataset = '{name}'"
        elif table in several and datasets:
            names = ", ".join(f"'{each}'" for each in sorted(datasets))
            sql = f"SELECT sum(hash(t)) FROM {table} AS t WHERE dataset IN ({names})"
        else:
            sql = f"SELECT sum(hash(t)) FROM {table} AS t"
        return f"{table} {con.execute(sql).fetchall()[0][0]}"

    def of(indicator: Indicator) -> str:
        # Views are seen through: these are the tables below them, some with the alias they bear there.
        read = {name.split(" AS ")[0] for name in con.get_table_names(indicator.sql, qualified=True)}
        tables = sorted({name if "." in name else f"main.{name}" for name in read} | {"main.area_path"})
        named = {table.removeprefix("store.") for table in tables}
        named |= set(re.findall(r"'(\w+)'", indicator.sql))
        datasets = frozenset(named & contracts.keys())
        parts = [engine, repr(indicator), *(state(table, datasets) for table in tables)]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    return {indicator.name: of(indicator) for indicator in indicators}


def is_former(snapshot: Snapshot, contracts: Mapping[str, Contract], indicator: Indicator) -> bool:
    """Whether the cube holds figures of this indicator that another definition gave. An edited query that cannot even
    be read is another; what is wrong with it is said when it is worked out."""
    made = snapshot.execute(
        "SELECT fingerprint FROM main.made WHERE indicator = ?", [indicator.name]
    ).fetchall()
    try:
        now = fingerprints(snapshot.con, contracts, [indicator])[indicator.name]
    except duckdb.Error:
        return bool(made)
    return bool(made) and made[0][0] != now
