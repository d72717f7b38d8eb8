"""The tables of a warehouse, made from the contracts; the ledger beside them; the views everyone reads.

A dataset's rows lie in `store.<dataset>` in every version they ever had: `_batch` added a row, `_ended` is the
batch that replaced or removed it. The view `<dataset>_rows` shows those that stand, and nothing above the store reads
them otherwise; the view `<dataset>` those in force. A registry keeps one full list per covered area and date
(`_cover`, `_as_of`); `store.list` says which lists there are. `store.replaced` says which row
took whose place, `store.again` which batches had rows merged by an earlier program. `store.coverage` says what
each batch speaks for, with or without rows: an area with all that lies in it, from month to month, these columns of
its contract (`inferred`: from the rows of a batch that came before anybody wrote it down). `store.correction` keeps the
corrections made here, also those withdrawn; what they make of the rows is `corrections`' concern. `store.version` bears the
number of these tables and the program that made them: a change of them is a step in `migrations`.
"""

from collections import defaultdict
from collections.abc import Mapping
from hashlib import sha256

import duckdb

from tuanqing.define.contract import Contract
from tuanqing.store.warehouse import migrations
from tuanqing.store.warehouse.sql import literal, stored

SYSTEM = {
    "area_code": "VARCHAR",  # the finest area the row names
    "_county": "VARCHAR",
    "_cover": "VARCHAR",  # registries: the township (or county) whose list this row belongs to
    "_as_of": "DATE",  # registries: the date of that list
    "_at_least": "VARCHAR[]",  # columns whose value is a lower bound (余, 多)
    "_flags": "VARCHAR[]",  # what a `warn` rule said
    "_batch": "BIGINT",
    "_line": "BIGINT",
    "_ended": "BIGINT",
}
LINES = 1_000_000_000  # a roster's line holds several rows: their `_line` is the sheet's line + part × LINES
_LEDGER = """
CREATE SCHEMA IF NOT EXISTS store;
CREATE TABLE IF NOT EXISTS store.version (schema INTEGER, program VARCHAR, key VARCHAR);
CREATE TABLE IF NOT EXISTS store.batch (
    batch BIGINT, imported_at TIMESTAMP, state VARCHAR, file VARCHAR, sheet VARCHAR, dataset VARCHAR, encoding VARCHAR,
    as_of DATE, scope VARCHAR, covers VARCHAR[], rows_read BIGINT, added BIGINT, changed BIGINT,
    unchanged BIGINT, removed BIGINT, rejected BIGINT, skipped VARCHAR, headers VARCHAR[], mapping VARCHAR,
    warnings VARCHAR[], digest VARCHAR);
CREATE TABLE IF NOT EXISTS store.reject (batch BIGINT, line BIGINT, reasons VARCHAR[]);
CREATE TABLE IF NOT EXISTS store.surplus (batch BIGINT, line BIGINT, kind VARCHAR, kept_line BIGINT);
CREATE TABLE IF NOT EXISTS store.list (dataset VARCHAR, as_of DATE, cover VARCHAR, county VARCHAR,
    batch BIGINT);
CREATE TABLE IF NOT EXISTS store.seen (dataset VARCHAR, row_batch BIGINT, row_line BIGINT, batch BIGINT,
    line BIGINT);
CREATE TABLE IF NOT EXISTS store.replaced (dataset VARCHAR, row_batch BIGINT, row_line BIGINT, batch BIGINT,
    line BIGINT);
CREATE TABLE IF NOT EXISTS store.again (batch BIGINT);
CREATE TABLE IF NOT EXISTS store.supplement (batch BIGINT, dataset VARCHAR, as_of DATE, cover VARCHAR);
CREATE TABLE IF NOT EXISTS store.coverage (batch BIGINT, dataset VARCHAR, area_code VARCHAR, first_month DATE,
    last_month DATE, columns VARCHAR[], inferred BOOLEAN);
CREATE TABLE IF NOT EXISTS store.correction (correction BIGINT, made_at TIMESTAMP, dataset VARCHAR, body VARCHAR,
    withdrawn_at TIMESTAMP, withdrawn_by VARCHAR);
CREATE TABLE IF NOT EXISTS store.mapping (signature VARCHAR, dataset VARCHAR, answer VARCHAR);
"""


def create(con: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract]) -> None:
    """Make, migrate or extend the tables and remake the views so that they fit `contracts`.

    Which definitions a file was made by stands as a comment on its ledger: an import after the first finds it so.
    """
    wanted = {name: _columns(contract) for name, contract in contracts.items()}
    views = "".join(
        f"CREATE OR REPLACE VIEW main.{rows_of(name)} AS {standing(name)};\n"
        f"CREATE OR REPLACE VIEW main.{name} AS {in_force(contract)};\n"
        for name, contract in contracts.items()
    )
    made_by = sha256(repr((_LEDGER, wanted, views)).encode()).hexdigest()
    found = con.execute(
        "SELECT comment FROM duckdb_tables() WHERE schema_name = 'store' AND table_name = 'batch'"
    ).fetchall()
    if found:
        migrations.migrate(con, contracts)
    if (made_by,) in found:
        return
    con.execute(_LEDGER)
    if not found:
        migrations.stamp(con)
    known: dict[str, dict[str, str | None]] = defaultdict(dict)  # table → column → comment
    for table, column, comment in con.execute(
        "SELECT table_name, column_name, comment FROM duckdb_columns() WHERE schema_name = 'store'"
    ).fetchall():
        known[table][column] = comment
    statements = []
    for name, columns in wanted.items():
        there = known[name]
        if not there:
            inside = ", ".join(f'"{column}" {kind}' for column, (kind, _about) in columns.items())
            statements.append(f"CREATE TABLE store.{name} ({inside})")
        for column, (kind, about) in columns.items():
            if there and column not in there:
                statements.append(f'ALTER TABLE store.{name} ADD COLUMN "{column}" {kind}')
            if about and there.get(column) != about:
                statements.append(f'COMMENT ON COLUMN store.{name}."{column}" IS {literal(about)}')
    con.execute("BEGIN")  # hundreds of small statements are written to disk once
    con.execute(";\n".join([*statements, views, f"COMMENT ON TABLE store.batch IS '{made_by}'"]))
    con.execute("COMMIT")


def _columns(contract: Contract) -> dict[str, tuple[str, str | None]]:
    """The columns of a dataset's table, in order, each with its SQL type and what it is about."""
    own = {column.name: (column.sql_type, column.about) for column in contract.stored}
    return own | {name: (kind, None) for name, kind in SYSTEM.items()}


def rows_of(dataset: str) -> str:
    """The name of the view of a dataset's standing rows. It is never qualified: a search path may put another before it."""
    return f"{dataset}_rows"


def standing(dataset: str) -> str:
    """SQL for the rows of a dataset that stand: of no batch withdrawn, replaced or removed by none."""
    return f"SELECT * FROM {stored(dataset)} WHERE _ended IS NULL"


def in_force(contract: Contract) -> str:
    """SQL for the rows of a dataset that are in force: all events; of a registry the latest list per area.

    Of the register one row per unit, as it is today or was at its end, with the days of its first and last stretch.
    """
    if contract.is_register:
        return (
            "SELECT * REPLACE (CASE WHEN count(*) FILTER (valid_from IS NULL) OVER unit = 0 THEN min(valid_from) OVER unit END "
            "AS valid_from, CASE WHEN count(*) FILTER (valid_to IS NULL) OVER unit = 0 THEN max(valid_to) OVER unit END "
            f"AS valid_to) FROM {rows_of(contract.name)} WINDOW unit AS (PARTITION BY area_code) QUALIFY row_number() OVER (PARTITION BY "
            "area_code ORDER BY valid_from <= current_date IS DISTINCT FROM false DESC, valid_from DESC NULLS LAST, "
            "_batch DESC, _line DESC) = 1"
        )
    if not contract.is_registry:
        return f"SELECT * FROM {rows_of(contract.name)}"
    return (
        f"SELECT row.* FROM {rows_of(contract.name)} AS row JOIN (SELECT cover, max(as_of) AS as_of FROM store.list "
        f"WHERE dataset = '{contract.name}' GROUP BY cover) AS latest "
        "ON latest.cover = row._cover AND latest.as_of = row._as_of"
    )


def batch_rows(contracts: Mapping[str, Contract]) -> str:
    """SQL for how many lines of a sheet each batch brought, the rejected ones among them, by dataset and county: what a
    sheet has that was cut off at a page. `last_date`: the day of the list, or the last one an event has."""
    parts = [
        "SELECT NULL::VARCHAR AS dataset, NULL::BIGINT AS batch, NULL::VARCHAR AS county_code, NULL::DATE AS last_date, "
        "NULL::BIGINT AS lines WHERE false"
    ]
    for contract in contracts.values():
        if not contract.is_register:
            day = "_as_of" if contract.is_registry else f'"{contract.date}"'
            lines = f"count(DISTINCT _line % {LINES})" if contract.roster else "count(*)"
            parts.append(
                f"SELECT '{contract.name}', _batch, max(_county), max({day}), {lines} FROM store.{contract.name} "
                "GROUP BY _batch HAVING min(_county) = max(_county)"
            )
    return (
        "SELECT dataset, batch, county_code, last_date, lines + coalesce(rejected, 0) AS lines "
        f"FROM ({' UNION ALL '.join(parts)}) "
        "LEFT JOIN (SELECT batch, count(*) AS rejected FROM store.reject GROUP BY batch) USING (batch)"
    )


def dated(contracts: Mapping[str, Contract]) -> str:
    """SQL for which county has rows of which dataset in which month, and the last date in it."""
    parts = [
        "SELECT NULL::VARCHAR AS dataset, NULL::VARCHAR AS kind, NULL::VARCHAR AS county_code, "
        "NULL::DATE AS period, NULL::DATE AS last_date WHERE false"
    ]
    for contract in contracts.values():
        if contract.is_register:
            continue  # the register dates nothing: it stands for all time between its valid_from and valid_to
        if contract.is_registry:
            parts.append(
                f"SELECT '{contract.name}', 'registry', county, date_trunc('month', as_of)::DATE, max(as_of) "
                f"FROM store.list WHERE dataset = '{contract.name}' GROUP BY ALL"
            )
        else:
            parts.append(
                f"SELECT '{contract.name}', 'events', _county, date_trunc('month', \"{contract.date}\")::DATE, "
                f'max("{contract.date}") FROM {rows_of(contract.name)} GROUP BY ALL'
            )
    return " UNION ALL ".join(parts)
