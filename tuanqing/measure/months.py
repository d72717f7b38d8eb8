"""Which months of an indicator a publish must work out again: those whose rows are not what they were, and those they reach.

Of a table with months the rows of each month are told apart. Where anything else an indicator reads has changed, every month
must; so where nobody has said how far its rows reach.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import duckdb

from tuanqing.define.contract import Contract
from tuanqing.define.period import Period
from tuanqing.define.query import Indicator
from tuanqing.measure import stale
from tuanqing.measure.lineage import Reads
from tuanqing.store.warehouse import schema

_TABLES = """
CREATE TABLE IF NOT EXISTS main.state (name VARCHAR, state VARCHAR);
CREATE TABLE IF NOT EXISTS main.month_state (name VARCHAR, dataset VARCHAR, month DATE, state VARCHAR);
"""
_EVER = "main.heard"  # whether a place has ever counted one of the kind, in whatever month
_ENGINE = (stale.TREE, *stale.ALWAYS)  # what every figure goes by
Months = frozenset[date]  # their first days


@dataclass(frozen=True)
class Changes:
    """What is not as it was in the version before. `months`: table → dataset ("": of a table of one) → months; None: all, and
    among the months: something that is of none."""

    months: Mapping[str, Mapping[str, frozenset[date | None]] | None]
    apart: frozenset[str]  # datasets whose batches give different columns

    def of(self, indicator: Indicator, read: Reads) -> Months | None:
        """The months of an indicator to be worked out again; None: all."""
        heard = self.months.get(_EVER)
        if (
            indicator.reaches is None
            or heard is None
            or not (self.apart | heard.keys()).isdisjoint(read.columns)
        ):
            return None
        every = "main.dataset" in read.tables
        found: set[date | None] = set()
        for table in (*_ENGINE, *read.tables):
            changed = self.months.get(table)
            if changed is None:
                return None
            for dataset, own in changed.items():
                if every or not dataset or dataset in read.columns:
                    found |= own
        own_months = _dated(found)
        if own_months is None:
            return None
        return own_months | {later for month in own_months for later in _reached(month, indicator.reaches)}

    def of_dataset(self, table: str, datasets: Iterable[str]) -> Months | None:
        """The months of some datasets that are not as they were in one table; None: all."""
        changed = self.months.get(table)
        if changed is None:
            return None
        return _dated({day for dataset in datasets for day in changed.get(dataset, ())})


def all_of(spans: Iterable[Months | None]) -> Months | None:
    """The months of all of these; None: all, where one of them is."""
    found: Months = frozenset()
    for span in spans:
        if span is None:
            return None
        found |= span
    return found


def of_queries(
    con: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract], reads: Iterable[Reads]
) -> Changes:
    """What has changed of what these queries, and the engine itself, go by."""
    tables = {table for read in reads for table in read.tables}
    return note(con, contracts, {*tables, *_ENGINE, _EVER} if tables else ())


def note(con: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract], tables: Iterable[str]) -> Changes:
    """Write down what these tables hold, month by month; how that differs from what was written down before."""
    con.execute(_TABLES)
    state = stale.states(con, contracts)
    before = dict(con.execute("SELECT name, state FROM main.state").fetchall())
    found: dict[str, Mapping[str, frozenset[date | None]] | None] = {}
    for table in sorted(tables):
        now = state(table)
        if before.get(table) == now:
            found[table] = {}
            continue
        select = _by_month(con, contracts, table)
        found[table] = _renew(con, table, select) if select else None
        if table not in before:
            found[table] = None
        con.execute("DELETE FROM main.state WHERE name = ?", [table])
        con.execute("INSERT INTO main.state VALUES (?, ?)", [table, now])
    apart = con.execute(f"SELECT DISTINCT dataset FROM {_EVER}").fetchall()
    return Changes(found, frozenset(name for (name,) in apart))


def _renew(con: duckdb.DuckDBPyConnection, table: str, select: str) -> dict[str, frozenset[date | None]]:
    """Put the months of a table in the place of those written down; the months that differ, by dataset."""
    con.execute(f"CREATE OR REPLACE TEMP TABLE now AS {select}")
    before = f"SELECT dataset, month, state FROM main.month_state WHERE name = '{table}'"
    differ = con.execute(
        f"SELECT DISTINCT dataset, month FROM ((FROM now EXCEPT {before}) UNION ALL ({before} EXCEPT FROM now))"
    ).fetchall()
    con.execute(f"DELETE FROM main.month_state WHERE name = '{table}'")
    con.execute(f"INSERT INTO main.month_state SELECT '{table}', * FROM now")
    return {name: frozenset(month for own, month in differ if own == name) for name, _month in differ}


def _by_month(con: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract], table: str) -> str | None:
    """SQL for what a table holds in each month: dataset, month, state; None of one whose rows bear no month."""
    space, _dot, name = table.partition(".")
    if table == "main.doubtful":
        return _doubtful(con, contracts)
    if space == "store":
        contract = contracts.get(name)
        if contract is None or contract.is_registry:
            return None
        return (
            f"SELECT '' AS dataset, date_trunc('month', \"{contract.date}\")::DATE AS month, "
            f"sum(hash(_batch, _line))::VARCHAR AS state FROM {schema.rows_of(name)} GROUP BY ALL"
        )
    columns = dict(
        con.execute(
            "SELECT column_name, data_type FROM duckdb_columns() WHERE schema_name = ? AND table_name = ?",
            [space, name],
        ).fetchall()
    )
    if columns.get("period") != "DATE":
        return None
    dataset = "coalesce(dataset, '')" if "dataset" in columns else "''"
    return (
        f"SELECT {dataset} AS dataset, date_trunc('month', period)::DATE AS month, sum(hash(t))::VARCHAR AS state "
        f"FROM {table} AS t GROUP BY ALL"
    )


def _doubtful(con: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract]) -> str:
    """SQL for the doubted rows of each dataset by the month they are of; those of a list are of none."""
    parts = ["SELECT '' AS dataset, NULL::DATE AS month, '' AS state WHERE false"]
    for (name,) in con.execute("SELECT DISTINCT dataset FROM main.doubtful ORDER BY 1").fetchall():
        if name in contracts:
            day = (
                "NULL"
                if contracts[name].is_registry
                else f"date_trunc('month', row.\"{contracts[name].date}\")"
            )
            parts.append(
                f"SELECT '{name}', {day}::DATE, sum(hash(batch, line))::VARCHAR "
                f"FROM {schema.rows_of(name)} AS row JOIN (SELECT DISTINCT batch, line FROM main.doubtful "
                f"WHERE dataset = '{name}') AS doubt ON doubt.batch = row._batch AND doubt.line = row._line GROUP BY ALL"
            )
    return " UNION ALL ".join(parts)


def _dated(found: Iterable[date | None]) -> Months | None:
    """Months; None, all, where something is of none."""
    months = list(found)
    return None if None in months else frozenset(month for month in months if month)


def _reached(month: date, days: int) -> list[date]:
    """The months after its own that a row of a month may act on."""
    own = Period(month)
    return [own.shift(n).first for n in range(1, days // 28 + 2)] if days else []
