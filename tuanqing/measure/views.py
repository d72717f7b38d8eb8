"""The views a query file may read, and one view per query.

`<dataset>_rows`: the rows that stand; `<dataset>`: those in force; `<registry>_monthly`: the list in force at the end of each month, with `period`;
`area_path`, `calendar`, `area_month`, `reported`: the shared tables of `queries/_base`; `rules.<name>`: the tables
of `data/rules`; `rules.step_list` and `rules.step`: the step lists of pipelines.
"""

import json
from collections.abc import Mapping, Sequence

import duckdb

from tuanqing.define.contract import Contract
from tuanqing.define.correction import Correction, Unread
from tuanqing.define.errors import Malformed
from tuanqing.define.example import Table
from tuanqing.define.query import DOUBTFUL, Check, Funnel, Indicator, Library, Listing, Query
from tuanqing.measure import rule_tables, spoken
from tuanqing.store.warehouse import corrections, schema

SCHEMAS = {Indicator: "indicator", Funnel: "funnel", Check: "checks"}
COLUMNS = {
    "indicator": ["area_code", "period", "unit", "numerator", "denominator"],
    "funnel": ["area_code", "person", "step", "on_date"],
    "checks": ["period", "area_code", "unit", "key", "since", "due", "detail"],
}
ROWS = "STRUCT(batch BIGINT, line BIGINT)[]"  # of a dataset, as a check lists those it doubts


def schema_of(query: Query) -> str:
    """The schema a query's view lies in."""
    return SCHEMAS.get(type(query), "listing")


def is_composed(query: Query) -> bool:
    """Whether it is made from two other indicators."""
    return isinstance(query, Indicator) and query.compose is not None


def create(
    con: duckdb.DuckDBPyConnection,
    contracts: Mapping[str, Contract],
    library: Library,
    rules: Sequence[Table] | None = None,
    shipped: Sequence[Correction | Unread] = (),
) -> None:
    """Make the shared tables and every query's view; with `rules`, their rows in place of those of data/rules. The rows
    are as the `shipped` corrections, and those of the warehouse, make them.

    Raises Malformed for SQL that does not run.
    """
    settle(con, contracts, shipped)
    define(con, contracts, library, rules)


def settle(
    con: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract], shipped: Sequence[Correction | Unread]
) -> None:
    """The rows as the `shipped` corrections and those of the warehouse make them, and what there is of them when."""
    corrections.settle(con, contracts, shipped)
    con.execute(f"CREATE OR REPLACE TABLE main.dated AS {schema.dated(contracts)}")
    con.execute(f"CREATE OR REPLACE TABLE main.batch_rows AS {schema.batch_rows(contracts)}")
    spoken.create(con, contracts)


def define(
    con: duckdb.DuckDBPyConnection,
    contracts: Mapping[str, Contract],
    library: Library,
    rules: Sequence[Table] | None = None,
) -> None:
    """The tables of rules, the shared tables and every query's view, over rows that are settled."""
    rule_tables.create(con, rules)
    for (file, sql), (name, _sql) in zip(library.base, library.shared, strict=True):
        share(con, name, sql, file)
    for contract in contracts.values():
        if contract.is_registry and not contract.is_register:
            con.execute(f"CREATE OR REPLACE VIEW main.{contract.name}_monthly AS {monthly(contract)}")
    for name in ("indicator", "funnel", "checks", "listing"):
        con.execute(f"DROP SCHEMA IF EXISTS {name} CASCADE")
        con.execute(f"CREATE SCHEMA {name}")
    for query in sorted(library.queries.values(), key=is_composed):  # what it is composed of comes first
        where = f"queries/{query.topic}/{query.name}.sql"
        view = f"{schema_of(query)}.{query.name}"
        _run(con, f"CREATE VIEW {view} AS {query.sql}", where)
        if isinstance(query, Listing):
            _run(con, f"CREATE OR REPLACE VIEW {view} AS {_in_one_order(con, query)}", where)
        _hold_columns(con, query, view, where)
        if isinstance(query, Check):
            _hold_doubts(con, query, contracts, where)


def share(con: duckdb.DuckDBPyConnection, name: str, sql: str, file: str) -> None:
    """A shared table of `queries/_base`; those it reads must be made."""
    _run(con, f"CREATE OR REPLACE TABLE main.{name} AS {sql}", file)


def _in_one_order(con: duckdb.DuckDBPyConnection, listing: Listing) -> str:
    """A list's SQL with one order of its rows: where its own leaves two of them equal, by their columns.

    DuckDB works in several threads: what no ORDER BY settles comes out otherwise each time.
    """
    tree = json.loads(con.execute("SELECT json_serialize_sql(?::VARCHAR)", [listing.sql]).fetchall()[0][0])
    modifiers = tree["statements"][0]["node"]["modifiers"]
    orders: list[dict] = next((each["orders"] for each in modifiers if each["type"] == "ORDER_MODIFIER"), [])
    if any(each["expression"]["class"] == "STAR" for each in orders):  # ORDER BY ALL
        return listing.sql
    if not orders:
        modifiers.insert(0, {"type": "ORDER_MODIFIER", "orders": orders})
    for name in listing.columns:
        column = {"class": "COLUMN_REF", "type": "COLUMN_REF", "column_names": [name]}
        orders.append({"type": "ORDER_DEFAULT", "null_order": "ORDER_DEFAULT", "expression": column})
    return con.execute("SELECT json_deserialize_sql(?::JSON)", [json.dumps(tree)]).fetchall()[0][0]


def monthly(contract: Contract) -> str:
    """SQL for the list of a registry in force at the end of each month."""
    return (
        f"SELECT in_force.period, row.* FROM {schema.rows_of(contract.name)} AS row JOIN in_force "
        f"ON in_force.dataset = '{contract.name}' AND in_force.cover = row._cover AND in_force.as_of = row._as_of"
    )


def _run(con: duckdb.DuckDBPyConnection, sql: str, where: str) -> None:
    try:
        con.execute(sql)
    except duckdb.Error as fault:
        raise Malformed(where, f"does not run: {str(fault).splitlines()[0]}.", "Mend the SQL.") from None


def _hold_columns(con: duckdb.DuckDBPyConnection, query: Query, view: str, where: str) -> None:
    found = [row[0] for row in con.execute(f"DESCRIBE {view}").fetchall()]
    wanted = list(COLUMNS.get(schema_of(query), getattr(query, "columns", {})))
    if isinstance(query, Indicator | Funnel):
        wanted += list(query.by)
    missing = [name for name in wanted if name not in found]
    if missing:
        raise Malformed(where, f"gives no column {', '.join(missing)}.", f"Select {', '.join(wanted)}.")


def _hold_doubts(
    con: duckdb.DuckDBPyConnection, check: Check, contracts: Mapping[str, Contract], where: str
) -> None:
    """Raise Malformed unless a check that doubts rows says of which dataset, and lists them in the one shape there is."""
    types = {name: kind for name, kind, *_rest in con.execute(f"DESCRIBE checks.{check.name}").fetchall()}
    if not check.doubts:
        if DOUBTFUL in types:
            raise Malformed(
                where, f"gives {DOUBTFUL} without `doubts`.", "Name the dataset they are rows of."
            )
        return
    if check.doubts not in contracts:
        raise Malformed(
            where, f"`doubts` is “{check.doubts}”, which is no dataset.", f"Known: {', '.join(contracts)}."
        )
    if types.get(DOUBTFUL) != ROWS:
        raise Malformed(
            where,
            f"gives {DOUBTFUL} as {types.get(DOUBTFUL, 'nothing')}.",
            f"Give {ROWS}: list({{ 'batch': _batch, 'line': _line }}) AS {DOUBTFUL}.",
        )
