"""The views a query file may read, and one view per query.

`<dataset>`: the rows in force; `<registry>_monthly`: the list in force at the end of each month, with `period`;
`area_path`, `calendar`, `area_month`, `reported`: the shared tables of `queries/_base`; `rules.<name>`: the tables
of `data/rules`; `rules.step_list` and `rules.step`: the step lists of pipelines.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from tuanqing.define import rule as rules_of
from tuanqing.define import steps as steps_of
from tuanqing.define.contract import Contract
from tuanqing.define.errors import Malformed
from tuanqing.define.query import Check, Funnel, Indicator, Library, Listing, Query
from tuanqing.measure import workdays
from tuanqing.store.warehouse import schema

SCHEMAS = {Indicator: "indicator", Funnel: "funnel", Check: "checks"}
COLUMNS = {
    "indicator": ["area_code", "period", "unit", "numerator", "denominator"],
    "funnel": ["area_code", "person", "step", "on_date"],
    "checks": ["area_code", "unit", "detail"],
}


def schema_of(query: Query) -> str:
    """The schema a query's view lies in."""
    return SCHEMAS.get(type(query), "listing")


def is_composed(query: Query) -> bool:
    """Whether it is made from two other indicators."""
    return isinstance(query, Indicator) and query.compose is not None


def create(
    con: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract], library: Library, *, rows: bool = True
) -> None:
    """Make the shared tables and every query's view. Raises Malformed for SQL that does not run.

    Without `rows` the tables of rules and working days stay empty: enough to see what reads what.
    """
    con.execute(f"CREATE OR REPLACE TABLE main.dated AS {schema.dated(contracts)}")
    _coverage(con, contracts)
    _rules(con, rows)
    for (file, sql), (name, _sql) in zip(library.base, library.shared, strict=True):
        _run(con, f"CREATE OR REPLACE TABLE main.{name} AS {sql}", file)
    for contract in contracts.values():
        if contract.is_registry and not contract.is_register:
            con.execute(f"CREATE OR REPLACE VIEW main.{contract.name}_monthly AS {_monthly(contract)}")
    for name in ("indicator", "funnel", "checks", "listing"):
        con.execute(f"DROP SCHEMA IF EXISTS {name} CASCADE")
        con.execute(f"CREATE SCHEMA {name}")
    for query in sorted(library.queries.values(), key=is_composed):  # what it is composed of comes first
        where = f"queries/{query.topic}/{query.name}.sql"
        view = f"{schema_of(query)}.{query.name}"
        # What a check finds is read with every page: it is kept as it was at publish, like the cube.
        kind = "TABLE" if isinstance(query, Check) else "VIEW"
        _run(con, f"CREATE {kind} {view} AS {query.sql}", where)
        if isinstance(query, Listing):
            _run(con, f"CREATE OR REPLACE VIEW {view} AS {_in_one_order(con, query)}", where)
        _hold_columns(con, query, view, where)


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


_COVERAGE = """
CREATE OR REPLACE TABLE main.coverage (
    dataset VARCHAR, is_list BOOLEAN, batch BIGINT, area_code VARCHAR, first_month DATE, last_month DATE, columns VARCHAR[]);
CREATE OR REPLACE TABLE main.heard (dataset VARCHAR, batch BIGINT, area_code VARCHAR, period DATE);
"""


def _coverage(con: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract]) -> None:
    """`coverage`: what each batch speaks for, with every column it gives; `heard`: of datasets whose batches give
    different columns, where and when each of them has rows."""
    con.execute(_COVERAGE)
    kinds = con.execute(
        "SELECT DISTINCT dataset, columns, area.level FROM store.coverage LEFT JOIN area USING (area_code)"
    ).fetchall()
    given = [
        [name, contracts[name].is_registry, columns, level, contracts[name].gives(columns, level)]
        for name, columns, level in kinds
        if name in contracts
    ]
    con.execute(
        "CREATE OR REPLACE TEMP TABLE given (dataset VARCHAR, is_list BOOLEAN, columns VARCHAR[], level VARCHAR, gives VARCHAR[])"
    )
    insert(con, "given", given)
    con.execute(
        "INSERT INTO main.coverage SELECT given.dataset, is_list, batch, area_code, first_month, last_month, gives "
        "FROM store.coverage AS coverage LEFT JOIN area USING (area_code) JOIN given "
        "ON given.dataset = coverage.dataset AND given.columns = coverage.columns AND given.level IS NOT DISTINCT FROM area.level"
    )
    several = "SELECT dataset FROM main.coverage GROUP BY dataset HAVING count(DISTINCT columns) > 1 ORDER BY dataset"
    for (name,) in con.execute(several).fetchall():
        day = "_as_of" if contracts[name].is_registry else f'"{contracts[name].date}"'
        rows = f"SELECT _batch, _line, area_code, date_trunc('month', {day})::DATE AS period FROM store.{name} WHERE _ended IS NULL"
        con.execute(
            f"INSERT INTO main.heard SELECT '{name}', _batch, area_code, period FROM ({rows}) GROUP BY ALL UNION "
            f"SELECT '{name}', seen.batch, area_code, period FROM ({rows}) JOIN store.seen "
            f"ON row_batch = _batch AND row_line = _line WHERE dataset = '{name}' GROUP BY ALL"
        )
    con.execute("DROP TABLE given")


def _rules(con: duckdb.DuckDBPyConnection, rows: bool) -> None:
    """`rules.<name>`: the tables of data/rules as they stand at publish."""
    con.execute("DROP SCHEMA IF EXISTS rules CASCADE")
    con.execute("CREATE SCHEMA rules")
    tables = rules_of.load_all()
    for rules in tables.values():
        columns = ", ".join(f'"{column.name}" {column.sql_type}' for column in rules.columns.values())
        con.execute(f"CREATE TABLE rules.{rules.name} ({columns})")
        if rows:
            insert(
                con, f"rules.{rules.name}", [[entry.get(n) for n in rules.columns] for entry in rules.rows]
            )
    con.execute(_STEP_LISTS)
    if rows:
        _step_lists(con)
    workdays.create(con, {row["day"]: row["working"] for row in tables["holiday"].rows} if rows else None)


_STEP_LISTS = """
CREATE TABLE rules.step_list (
    list VARCHAR, pipeline VARCHAR, title VARCHAR, area VARCHAR, valid_from DATE, valid_to DATE, by_name BOOLEAN,
    musts VARCHAR[], items VARCHAR[]);
CREATE TABLE rules.step (
    list VARCHAR, nth INTEGER, code VARCHAR, codes VARCHAR[], title VARCHAR, stage VARCHAR, is_optional BOOLEAN, is_notice BOOLEAN,
    notice_working_days INTEGER, minimum_days INTEGER, maximum_days INTEGER, minimum_age INTEGER, link VARCHAR)
"""


def _step_lists(con: duckdb.DuckDBPyConnection) -> None:
    """`rules.step_list` and `rules.step`: the step lists of data/rules/pipelines."""
    lists, steps = [], []
    for each in steps_of.load_all().values():
        own = (each.name, each.pipeline, each.titles["zh"], each.area, each.valid_from, each.valid_to)
        lists.append([*own, each.by_name, list(each.musts), list(each.items)])
        for nth, step in enumerate(each.steps, 1):
            named = (step.code, [step.code, *step.words], step.titles["zh"])
            kind = (step.stage, step.optional, step.notice)
            days = (step.notice_working_days, step.minimum_days, step.maximum_days, step.minimum_age)
            steps.append([each.name, nth, *named, *kind, *days, step.link])
    insert(con, "rules.step_list", lists)
    insert(con, "rules.step", steps)


def insert(con: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Sequence[Any]]) -> None:
    """All rows in one statement."""
    if not rows:
        return
    marks = ", ".join([f"({', '.join('?' * len(rows[0]))})"] * len(rows))
    con.execute(f"INSERT INTO {table} VALUES {marks}", [value for row in rows for value in row])


def _monthly(contract: Contract) -> str:
    return (
        f"SELECT in_force.period, row.* FROM store.{contract.name} AS row JOIN in_force "
        f"ON in_force.dataset = '{contract.name}' AND in_force.cover = row._cover AND in_force.as_of = row._as_of "
        "WHERE row._ended IS NULL"
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
