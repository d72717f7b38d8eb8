"""What the batches speak for, as the queries read it: with every column a sheet gives, and where each has rows."""

from collections.abc import Mapping

import duckdb

from tuanqing.define.contract import Contract
from tuanqing.measure.inserting import insert
from tuanqing.store.warehouse import schema

_COVERAGE = """
CREATE OR REPLACE TABLE main.coverage (
    dataset VARCHAR, is_list BOOLEAN, batch BIGINT, area_code VARCHAR, first_month DATE, last_month DATE, columns VARCHAR[],
    apart VARCHAR[]);
CREATE OR REPLACE TABLE main.dataset (dataset VARCHAR, title VARCHAR, is_list BOOLEAN);
CREATE OR REPLACE TABLE main.heard (dataset VARCHAR, batch BIGINT, area_code VARCHAR, period DATE);
"""


def create(con: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract]) -> None:
    """`dataset`: their names, titles and kinds; `coverage`: what each batch speaks for, with every column it gives; `heard`: of datasets whose batches give
    different columns, where and when each of them has rows."""
    con.execute(_COVERAGE)
    insert(con, "main.dataset", [[c.name, c.title, c.is_registry] for c in contracts.values()])
    kinds = con.execute(
        "SELECT DISTINCT dataset, columns, area.level FROM store.coverage LEFT JOIN area USING (area_code)"
    ).fetchall()
    given = [
        [name, contracts[name].is_registry, columns, level, given, contracts[name].tells_apart(given)]
        for name, columns, level in kinds
        if name in contracts
        for given in [contracts[name].gives(columns, level)]
    ]
    con.execute(
        "CREATE OR REPLACE TEMP TABLE given (dataset VARCHAR, is_list BOOLEAN, columns VARCHAR[], level VARCHAR, gives VARCHAR[], apart VARCHAR[])"
    )
    insert(con, "given", given)
    con.execute(
        "INSERT INTO main.coverage SELECT given.dataset, is_list, batch, area_code, first_month, last_month, gives, apart "
        "FROM store.coverage AS coverage LEFT JOIN area USING (area_code) JOIN given "
        "ON given.dataset = coverage.dataset AND given.columns = coverage.columns AND given.level IS NOT DISTINCT FROM area.level"
    )
    several = "SELECT dataset FROM main.coverage GROUP BY dataset HAVING count(DISTINCT columns) > 1 ORDER BY dataset"
    for (name,) in con.execute(several).fetchall():
        day = "_as_of" if contracts[name].is_registry else f'"{contracts[name].date}"'
        rows = f"SELECT _batch, _line, area_code, date_trunc('month', {day})::DATE AS period FROM {schema.rows_of(name)}"
        con.execute(
            f"INSERT INTO main.heard SELECT '{name}', _batch, area_code, period FROM ({rows}) GROUP BY ALL UNION "
            f"SELECT '{name}', seen.batch, area_code, period FROM ({rows}) JOIN store.seen "
            f"ON row_batch = _batch AND row_line = _line WHERE dataset = '{name}' GROUP BY ALL"
        )
    con.execute("DROP TABLE given")
