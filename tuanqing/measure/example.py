"""Worked examples run: their tables in a fresh database, the engine over them, the rows that come out."""

from collections.abc import Mapping, Sequence
from datetime import date

import duckdb
import polars as pl

from tuanqing.define.contract import REGISTER, Contract
from tuanqing.define.errors import Malformed
from tuanqing.define.example import Table
from tuanqing.define.query import DOUBTFUL, Check, Funnel, Indicator, Library, Query
from tuanqing.define.steps import StepList
from tuanqing.measure import build, funnel, lineage, rule_tables, views
from tuanqing.store.warehouse.snapshot import Snapshot

COVERAGE = "coverage"  # the table of an example that says what its rows speak for
_LEAST = "≥"  # before a number: it is only known to be at least that


def run(
    con: duckdb.DuckDBPyConnection, query: Query, contracts: Mapping[str, Contract], base: Library
) -> tuple[list[dict], list[dict]]:
    """(expected, found) rows of `query`'s worked example, as texts, found in the expected columns and order.

    `con` has the contracts' empty tables (store.schema.create) and has them empty again afterwards. An indicator is
    expected after `=>` as the cube's rows of the grain named there; a check as the findings at the end of the month
    named there; a funnel as the rows of its steps and classes on
    the day named there, and by what is named after the day; any other query as its own rows.
    Raises Malformed when the example names a table or column that does not exist.
    """
    try:
        parts = {name: base.queries[name] for name in getattr(query, "compose", None) or ()}
        frame = _answer(con, query, contracts, Library(base.base, {**parts, query.name: query}))
    finally:
        named = {table.name for table in query.example.tables} & contracts.keys()
        for table in (*named, "list", COVERAGE):
            con.execute(f"DELETE FROM store.{table}")
        con.execute(
            "DROP TABLE IF EXISTS main.made"
        )  # no batch in the ledger says that the rows are others now
    columns = query.example.expected.columns
    expected = [dict(zip(columns, row, strict=True)) for row in query.example.expected.rows]
    named = set(dict.fromkeys(row.get("area_code") for row in expected)) if "area_code" in columns else None
    found = [{c: _text(row[c]) for c in columns} for row in frame.to_dicts()]
    # What is rolled up to areas the example does not speak of is left out; any other row is a finding.
    if isinstance(query, Indicator):
        found = [row for row in found if named is None or row["area_code"] in named]
    return _sorted(expected), _sorted(found)


def _answer(
    con: duckdb.DuckDBPyConnection, query: Query, contracts: Mapping[str, Contract], library: Library
) -> pl.DataFrame:
    """What the engine makes of the example's tables."""
    rules = [table for table in query.example.tables if table.name.startswith(rule_tables.SCHEMA)]
    given = [table for table in query.example.tables if table not in rules]
    put(con, given, contracts, f"queries/{query.topic}/{query.name}.txt")
    build.rebuild(con, contracts, library, rules)
    _hold_rules(con, query, contracts, library, rules)
    columns = query.example.expected.columns
    if isinstance(query, Indicator):
        dimension = next((name for name in query.by if name in columns), "")
        picked = [f"member AS {c}" if c == dimension else c for c in columns]
        return con.sql(
            f"SELECT {', '.join(picked)} FROM cube WHERE indicator = $name AND dimension = $dimension AND grain = $grain",
            params={"name": query.name, "dimension": dimension, "grain": query.example.expected.name},
        ).pl()
    if isinstance(query, Check):
        return _found(con, query)
    if not isinstance(query, Funnel):
        return con.sql(f"SELECT {', '.join(columns)} FROM {views.schema_of(query)}.{query.name}").pl()
    frame = _counted(con, query, rule_tables.step_lists(rules))
    unknown = [name for name in columns if name not in frame.columns]
    if unknown:
        raise Malformed(
            f"queries/{query.topic}/{query.name}.txt",
            f"expects {', '.join(unknown)}.",
            f"A funnel gives {', '.join(frame.columns)}.",
        )
    return frame


def put(
    con: duckdb.DuckDBPyConnection, tables: Sequence[Table], contracts: Mapping[str, Contract], where: str
) -> None:
    """Rows of datasets, and what they speak for, as imports would have left them. A row's `_line` is its place in its table;
    all are of one batch. Raises Malformed, naming `where`, for a dataset or a column there is not."""
    said = [table for table in tables if table.name == COVERAGE]
    rows = {table.name: table for table in tables if table not in said}
    for table in rows.values():
        _fill(con, table, contracts, where)
    _speak(con, rows, said, contracts)


def _found(con: duckdb.DuckDBPyConnection, check: Check) -> pl.DataFrame:
    """A check's findings at the end of the month its example names; `doubtful` as the lines of the dataset's table."""
    doubtful = (
        f"list_sort(list_transform(found.{DOUBTFUL}, lambda row: row.line))" if check.doubts else "NULL"
    )
    return con.sql(
        f"""
        SELECT {", ".join(check.example.expected.columns)}
        FROM (
            SELECT finding.*, array_to_string({doubtful}, ', ') AS {DOUBTFUL}
            FROM main.finding
            JOIN found ON found.area_code = finding.area_code AND found.key = finding.key AND found.period = finding.period
            WHERE finding.check_name = $name AND finding.period = $month
        )
        """,
        params={"name": check.name, "month": _month(check)},
    ).pl()


def _month(query: Check) -> date:
    """The month at whose end a check's example is looked at: `=> 2023-12`."""
    try:
        return date.fromisoformat(f"{query.example.expected.name}-01")
    except ValueError:
        raise Malformed(
            f"queries/{query.topic}/{query.name}.txt",
            f"expects findings of “{query.example.expected.name}”.",
            "Write the month at whose end they stand: `=> 2023-12`.",
        ) from None


def _hold_rules(
    con: duckdb.DuckDBPyConnection,
    query: Query,
    contracts: Mapping[str, Contract],
    library: Library,
    rules: Sequence[Table],
) -> None:
    """Raise Malformed where an example leans on rules it does not list: a changed threshold would break it."""
    found = lineage.of(con, [query], contracts, library)[query.name].tables
    leans = {name for name in found if name.startswith(rule_tables.SCHEMA)} - {"rules.holiday"}
    if isinstance(query, Funnel) and query.own_steps is None:
        leans |= {"rules.step_list", "rules.step"}
    if missing := sorted(leans - {table.name for table in rules}):
        raise Malformed(
            f"queries/{query.topic}/{query.name}.txt",
            f"lists no row of {', '.join(missing)}, which the query reads.",
            "Write the rules it leans on as tables beside its rows.",
        )


def _counted(con: duckdb.DuckDBPyConnection, query: Funnel, lists: Mapping[str, StepList]) -> pl.DataFrame:
    """Steps and classes of a funnel side by side, as its example asks for them: `=> 2023-12-31 school`."""
    day, _space, by = query.example.expected.name.partition(" ")
    try:
        as_of = date.fromisoformat(day)
    except ValueError:
        raise Malformed(
            f"queries/{query.topic}/{query.name}.txt",
            f"expects rows of “{day}”.",
            "Write the day it is seen on: `=> 2023-12-31`, or `=> 2023-12-31 school`.",
        ) from None
    return funnel.of(
        Snapshot("example", con), query, lists, funnel.Question(by=by or None, as_of=as_of)
    ).table


def _sorted(rows: list[dict]) -> list[dict]:
    return sorted(rows, key=lambda row: [str(value) for value in row.values()])


def _text(value: object) -> str | None:
    """A value as an example writes it: at most four decimals, no trailing zeros."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) or hasattr(value, "isoformat"):
        return str(value)
    return f"{round(float(value), 4):.4f}".rstrip("0").rstrip(".")  # ty: ignore[invalid-argument-type]


def _fill(
    con: duckdb.DuckDBPyConnection, table: Table, contracts: Mapping[str, Contract], where: str
) -> None:
    if table.name not in contracts:
        raise Malformed(
            where, f"fills “{table.name}”, which is no dataset.", f"Known: {', '.join(contracts)}."
        )
    contract = contracts[table.name]
    known = {c.name for c in contract.stored} | {"as_of", "area_code"}
    unknown = [name for name in table.columns if name not in known]
    if unknown:
        raise Malformed(
            where, f"“{table.name}” has no column {', '.join(unknown)}.", "Use the contract's names."
        )
    frame = pl.DataFrame(
        [dict(zip(table.columns, row, strict=True)) for row in table.rows],
        schema=dict.fromkeys(table.columns, pl.String),
    )
    con.register("given", frame)
    given = set(table.columns)
    columns = {
        c.name: f"""ltrim("{c.name}", '{_LEAST}')::{c.sql_type}"""
        if c.name in given
        else f"NULL::{c.sql_type}"
        for c in contract.stored
    }
    loose = [
        f"CASE WHEN starts_with(\"{n}\", '{_LEAST}') THEN '{n}' END" for n in given - {"as_of", "area_code"}
    ]
    least = f"nullif(list_filter([{', '.join(loose)}]::VARCHAR[], lambda x: x IS NOT NULL), [])"
    typed = ", ".join(f'{sql} AS "{name}"' for name, sql in columns.items())
    as_of = "as_of" if "as_of" in given else "'2000-01-01'"
    sql = f"SELECT {typed}, row_number() OVER () AS _line, {as_of}::DATE AS _as_of, {least} AS _at_least FROM given"
    for c in contract.stored:
        if c.default:
            sql = f'SELECT * REPLACE (coalesce("{c.name}", {c.default})::{c.sql_type} AS "{c.name}") FROM ({sql})'
    finest = ", ".join(f'"{c.name}"' for c in reversed(contract.area_columns))
    area = f"coalesce({'given_area, ' if 'area_code' in given else ''}{finest})"
    if "area_code" in given and not contract.is_register:
        sql = f"SELECT r.*, g.area_code AS given_area FROM ({sql}) AS r POSITIONAL JOIN given AS g"
    columns_sql = ", ".join(f'"{name}"' for name in columns)
    own, is_at = ("", "") if contract.is_register else (", area_code", f", {area}")
    con.execute(
        f"INSERT INTO store.{table.name} ({columns_sql}{own}, _as_of, _batch, _line, _at_least) "
        f"SELECT {columns_sql}{is_at}, _as_of, 1, _line, _at_least FROM ({sql})"
    )
    con.unregister("given")
    _place(con, contract)


def _speak(
    con: duckdb.DuckDBPyConnection,
    rows: Mapping[str, Table],
    said: Sequence[Table],
    contracts: Mapping[str, Contract],
) -> None:
    """What the tables speak for: what an example says in a table `coverage` (dataset, area_code, first_month,
    last_month); of datasets it does not name there, each county in the months it has rows in."""
    named: set[str] = set()
    for row in (dict(zip(table.columns, row, strict=True)) for table in said for row in table.rows):
        named.add(str(row["dataset"]))
        columns = list(rows[str(row["dataset"])].columns)
        span = (row["first_month"], row["last_month"])
        con.execute(
            "INSERT INTO store.coverage VALUES (1, ?, ?, ?, ?, ?, false)",
            [row["dataset"], row["area_code"], *span, columns],
        )
    for name in rows.keys() - named - {REGISTER}:
        day = "_as_of" if contracts[name].is_registry else f'"{contracts[name].date}"'
        con.execute(
            f"INSERT INTO store.coverage SELECT DISTINCT 1, '{name}', _county, date_trunc('month', {day}), "
            f"date_trunc('month', {day}), $1::VARCHAR[], false FROM store.{name}",
            [list(rows[name].columns)],
        )


def _place(con: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """What an import would have worked out: county, cover and lists. Every county of the example is covered."""
    if contract.is_register:
        con.execute("UPDATE store.area SET _county = 'all', _cover = 'all'")
        con.execute(
            f"INSERT INTO store.list SELECT DISTINCT '{contract.name}', _as_of, 'all', 'all', 1 FROM store.area"
        )
        return
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE tree AS
        WITH RECURSIVE climb AS (
            SELECT area_code, area_code AS above, level, parent_code, 0 AS steps FROM area
            UNION ALL
            SELECT climb.area_code, area.area_code, area.level, area.parent_code, steps + 1
            FROM climb JOIN area ON area.area_code = climb.parent_code WHERE steps < 12
        )
        SELECT area_code, max(above) FILTER (level = 'county') AS county,
            max(above) FILTER (level = 'township') AS township FROM climb GROUP BY area_code
        """
    )
    con.execute(
        f"UPDATE store.{contract.name} SET area_code = coalesce(area_code, (SELECT min(area_code) FROM area WHERE level = 'county'))"
    )
    fills = "".join(
        f', "{c.name}" = coalesce(store.{contract.name}."{c.name}", tree.{c.level[0]})'
        for c in contract.area_columns
        if c.level and c.level[0] in ("county", "township")
    )
    con.execute(
        f"UPDATE store.{contract.name} SET _county = coalesce(tree.county, tree.area_code), _cover = coalesce(tree.county, tree.area_code){fills} "
        f"FROM tree WHERE tree.area_code = store.{contract.name}.area_code"
    )
    if contract.is_registry:
        con.execute(
            f"INSERT INTO store.list SELECT DISTINCT '{contract.name}', _as_of, _county, _county, 1 FROM store.{contract.name}"
        )
