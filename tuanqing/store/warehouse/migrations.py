"""How a version made by an earlier program becomes one of today: ordered steps, each a function on a writable copy.

A change of tables adds a step under the next number and leaves those before it as they are: they speak of tables as
they were then. What is measured is no concern of theirs: whoever migrates has it worked out again.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from importlib import metadata
from pathlib import Path

import duckdb

from tuanqing.define.contract import Contract
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.store.warehouse import quotes
from tuanqing.store.warehouse.sql import literal, quoted, same, stored

Step = Callable[[duckdb.DuckDBPyConnection, Mapping[str, Contract]], None]


def number(con: duckdb.DuckDBPyConnection) -> int:
    """The schema number of an opened version: 1 where it bears none. Raises Refused for one of a later program."""
    try:
        found, program = con.execute("SELECT schema, program FROM store.version").fetchall()[0]
    except duckdb.CatalogException:
        return 1
    if found > SCHEMA:
        raise Refused(
            _(
                "This version was made by tuanqing {program} (tables of the kind {found}); the program running here "
                "knows them up to {known}. Install tuanqing {program} or later."
            ).format(program=program, found=found, known=SCHEMA)
        )
    return found


def migrate(con: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract]) -> None:
    """Take every step an opened version lacks, in one transaction. Nothing is done to one that is of today."""
    found = number(con)
    if found == SCHEMA:
        return
    con.execute("BEGIN")
    for step in range(found + 1, SCHEMA + 1):
        STEPS[step](con, contracts)
    con.execute("UPDATE store.version SET schema = ?, program = ?", [SCHEMA, metadata.version("tuanqing")])
    con.execute("COMMIT")


def renew(old: Path, con: duckdb.DuckDBPyConnection) -> None:
    """Fill the new database `con` with the tables of `old`, which has been migrated, and with nothing it only used to
    hold: what was overwritten there still stands between its tables. What is measured is left to be measured."""
    con.execute(f"ATTACH {literal(str(old))} AS old (READ_ONLY)")
    tables = con.execute(
        "SELECT table_name FROM duckdb_tables() WHERE database_name = 'old' AND schema_name = 'store'"
    ).fetchall()
    con.execute("CREATE SCHEMA store")
    for (table,) in tables:
        con.execute(f"CREATE TABLE store.{quoted(table)} AS FROM old.store.{quoted(table)}")
    con.execute("DETACH old")


def stamp(con: duckdb.DuckDBPyConnection) -> None:
    """Write down that new tables are those of this program."""
    con.execute("INSERT INTO store.version VALUES (?, ?, NULL)", [SCHEMA, metadata.version("tuanqing")])


def _coverage(con: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract]) -> None:
    """2: every version says which program made it, and every batch what it speaks for: areas, months and columns.

    Of batches from before only that is known which their rows show. A list speaks for its areas and its month;
    events for the counties and months they lie in (months in a row make one entry), on the word of every file they
    were met in.
    """
    con.execute("CREATE TABLE store.version (schema INTEGER, program VARCHAR, key VARCHAR)")
    con.execute("INSERT INTO store.version VALUES (2, '', NULL)")
    con.execute(
        "CREATE TABLE store.coverage (batch BIGINT, dataset VARCHAR, area_code VARCHAR, first_month DATE, "
        "last_month DATE, columns VARCHAR[], inferred BOOLEAN)"
    )
    con.execute("CREATE OR REPLACE TEMP TABLE given (batch BIGINT, dataset VARCHAR, columns VARCHAR[])")
    for batch, dataset, mapping in con.execute("SELECT batch, dataset, mapping FROM store.batch").fetchall():
        if dataset in contracts:
            columns = _columns(contracts[dataset], json.loads(mapping).values())
            con.execute("INSERT INTO given VALUES (?, ?, ?)", [batch, dataset, columns])
    there = set(
        con.execute(
            "SELECT table_name, column_name FROM duckdb_columns() WHERE schema_name = 'store'"
        ).fetchall()
    )
    for contract in contracts.values():
        if contract.is_register:
            continue  # the register dates nothing
        if contract.is_registry:
            met = (
                "SELECT batch, cover AS area_code, date_trunc('month', as_of)::DATE AS month FROM store.list "
                f"WHERE dataset = '{contract.name}'"
            )
        elif (contract.name, contract.date) in there:
            rows = (
                f"(SELECT _batch, _line, _county AS area_code, date_trunc('month', \"{contract.date}\")::DATE AS month "
                f"FROM store.{contract.name} WHERE _ended IS NULL)"
            )
            met = (
                f"SELECT _batch AS batch, area_code, month FROM {rows} UNION SELECT seen.batch, area_code, month "
                f"FROM {rows} JOIN store.seen ON row_batch = _batch AND row_line = _line WHERE dataset = '{contract.name}'"
            )
        else:
            continue
        con.execute(
            f"""
            INSERT INTO store.coverage
            SELECT batch, dataset, area_code, min(month), max(month), any_value(columns), true
            FROM (
                SELECT *, 12 * year(month) + month(month) - row_number() OVER (PARTITION BY batch, area_code ORDER BY month) AS run
                FROM (SELECT DISTINCT * FROM ({met}) WHERE area_code IS NOT NULL AND month IS NOT NULL)
            ) JOIN given USING (batch)
            GROUP BY batch, dataset, area_code, run
            ORDER BY ALL
            """
        )
    con.execute("DROP TABLE given")


def _columns(contract: Contract, mapped: Iterable[str | None]) -> list[str]:
    """The columns of a contract that headers were mapped to, or that have a default. The steps of a roster fill its
    column and its date."""
    found = {name for name in mapped if name}
    found |= {column.name for column in contract.columns.values() if column.default is not None}
    if contract.roster and any(name.startswith("step.") for name in found):
        found |= {contract.roster.column, contract.roster.date}
    return [name for name in contract.columns if name in found]


def _units(con: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract]) -> None:
    """3: which row took whose place is written down; batches whose rows were merged by the rule of before are named.

    Until now a key was one row: of events that were alike one was kept, and of units of one name. What was left out
    then is in no version; the file must be imported again.
    """
    con.execute(
        "CREATE TABLE store.replaced (dataset VARCHAR, row_batch BIGINT, row_line BIGINT, batch BIGINT, line BIGINT)"
    )
    con.execute("CREATE TABLE store.again (batch BIGINT)")
    there: dict[str, set[str]] = defaultdict(set)
    for table, column in con.execute(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE schema_name = 'store'"
    ).fetchall():
        there[table].add(column)
    for contract in contracts.values():
        key = [*contract.key, "_as_of", "_cover"] if contract.is_registry else [*contract.key]
        if set(key) <= there[contract.name]:
            con.execute(
                f"INSERT INTO store.replaced SELECT {literal(contract.name)}, old._batch, old._line, new._batch, "
                f"min(new._line) FROM {stored(contract.name)} AS old JOIN {stored(contract.name)} AS new "
                f"ON new._batch = old._ended AND {same(key, 'new', 'old')} GROUP BY ALL"
            )
    events = ", ".join(literal(c.name) for c in contracts.values() if not c.is_registry)
    con.execute(
        "INSERT INTO store.again SELECT DISTINCT batch FROM store.surplus JOIN store.batch USING (batch) "
        f"WHERE state = 'published' AND (kind = 'superseded' OR dataset IN ({events or 'NULL'}))"
    )


def _corrections(con: duckdb.DuckDBPyConnection, _contracts: Mapping[str, Contract]) -> None:
    """6: corrections are made in a warehouse; until now there was none."""
    con.execute(
        "CREATE TABLE IF NOT EXISTS store.correction (correction BIGINT, made_at TIMESTAMP, dataset VARCHAR, body VARCHAR, "
        "withdrawn_at TIMESTAMP, withdrawn_by VARCHAR)"
    )


STEPS: dict[int, Step] = {2: _coverage, 3: _units, 4: quotes.strip, 5: quotes.strip_rows, 6: _corrections}
SCHEMA = max(STEPS)
