"""Targets and rules that were changed for months the data reach already: a report of then no longer reproduces.

A changed target or rule is a new dated row, which changes nothing before its day. Where a row is overwritten instead, or
a new one reaches back, whatever was reported of those months would be told otherwise today: each publish compares what
holds at the end of every month with what the version before held, and keeps what differs in `main.overwritten`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from tuanqing.define.period import GRAINS, Period
from tuanqing.define.query import Library
from tuanqing.measure.inserting import insert
from tuanqing.store.warehouse.snapshot import Snapshot
from tuanqing.store.warehouse.sql import quoted

_TABLES = """
CREATE TABLE IF NOT EXISTS main.overwritten (
    kind VARCHAR,                -- target | rules
    name VARCHAR,                -- of the indicator, or of the table of rules
    first DATE, last DATE,       -- the months that are told otherwise
    was DOUBLE, now DOUBLE,      -- of a target
    noted DATE);
CREATE OR REPLACE TABLE main.target (indicator VARCHAR, grain VARCHAR, period DATE, target DOUBLE);
"""


@dataclass(frozen=True)
class Held:
    """What a version went by: its targets by indicator, grain and first day, the rows of its tables of rules."""

    targets: Mapping[tuple[str, str, date], float | None]  # grain "": the indicator has none at all
    rules: Mapping[str, frozenset[tuple[tuple[str, Any], ...]]]


@dataclass(frozen=True)
class Overwritten:
    """A target or a table of rules that said something else of these months before. Its fields are the columns of the
    table."""

    kind: str
    name: str
    first: date
    last: date
    was: float | None
    now: float | None
    noted: date


def held(con: duckdb.DuckDBPyConnection, with_rules: bool) -> Held:
    """What the version before went by, of its rules where they may be others now; nothing of one that did not note it."""
    there = set(
        con.execute(
            "SELECT schema_name, table_name FROM duckdb_tables() WHERE schema_name IN ('main', 'rules')"
        ).fetchall()
    )
    if ("main", "target") not in there:
        return Held({}, {})
    targets = con.execute("SELECT indicator, grain, period, target FROM main.target").fetchall()
    names = sorted(name for schema, name in there if schema == "rules" and with_rules)
    return Held({row[:3]: row[3] for row in targets}, {name: _rows(con, name) for name in names})


def note(con: duckdb.DuckDBPyConnection, library: Library, before: Held) -> None:
    """Write down the targets as they hold now, and what of them and of the rules is another for months of the data."""
    con.execute(_TABLES)
    months = [month for (month,) in con.execute("SELECT period FROM calendar ORDER BY 1").fetchall()]
    periods = {Period(month).within(grain) for month in months for grain in GRAINS}
    ended = sorted(period for period in periods if period.last <= Period(months[-1]).last)
    rows = [
        [indicator.name, period.grain, period.first, indicator.target(period)]
        for indicator in library.indicators.values()
        for period in (ended if indicator.targets else [])
    ]
    none = [
        [indicator.name, "", None, None] for indicator in library.indicators.values() if not indicator.targets
    ]
    insert(con, "main.target", [*rows, *none])
    found = [*_targets(before, rows), *_rules(con, before, months)]
    insert(con, "main.overwritten", [list(vars(each).values()) for each in found])


def read(snapshot: Snapshot) -> list[Overwritten]:
    """Everything a version or one before it found overwritten, oldest first."""
    there = "SELECT 1 FROM duckdb_tables() WHERE schema_name = 'main' AND table_name = 'overwritten'"
    if not snapshot.execute(there).fetchall():
        return []
    rows = snapshot.rows("FROM main.overwritten ORDER BY noted, kind, name, first")
    return [Overwritten(**row) for row in rows]


def _targets(before: Held, rows: Sequence[Sequence[Any]]) -> list[Overwritten]:
    now = {(name, grain, first): target for name, grain, first, target in rows}
    changed: dict[tuple[str, float | None, float | None], list[Period]] = {}
    for key, was in before.targets.items():
        name, grain, first = key
        if grain and now.get(key) != was:
            changed.setdefault((name, was, now.get(key)), []).append(Period(first, grain))
    bare = {name for name, grain, _first in before.targets if not grain}
    for (name, grain, first), target in now.items():
        if name in bare and target is not None:
            changed.setdefault((name, None, target), []).append(Period(first, grain))
    return [
        Overwritten(
            "target", name, min(p.first for p in own), max(p.last for p in own), was, then, date.today()
        )
        for (name, was, then), own in changed.items()
    ]


def _rules(con: duckdb.DuckDBPyConnection, before: Held, months: Sequence[date]) -> list[Overwritten]:
    found = []
    for name, was in before.rules.items():
        now = _rows(con, name) if _is_there(con, name) else frozenset()
        if was == now:
            continue
        ends = [Period(month).last for month in months]
        other = [day for day in ends if _in_force(was, day) != _in_force(now, day)]
        dated = any("valid_from" in dict(row) for row in was)
        if other and (
            dated or was - now
        ):  # where rows bear no day, one more says nothing of those there were
            first, last = other[0].replace(day=1), other[-1]
            found.append(Overwritten("rules", name, first, last, None, None, date.today()))
    return found


def _is_there(con: duckdb.DuckDBPyConnection, name: str) -> bool:
    sql = "SELECT 1 FROM duckdb_tables() WHERE schema_name = 'rules' AND table_name = ?"
    return bool(con.execute(sql, [name]).fetchall())


def _rows(con: duckdb.DuckDBPyConnection, name: str) -> frozenset[tuple[tuple[str, Any], ...]]:
    answer = con.execute(f"FROM rules.{quoted(name)}")
    columns = [column[0] for column in answer.description or ()]
    return frozenset(
        tuple(
            (column, tuple(value) if isinstance(value, list) else value)
            for column, value in zip(columns, row, strict=True)
        )
        for row in answer.fetchall()
    )


def _in_force(
    rows: frozenset[tuple[tuple[str, Any], ...]], day: date
) -> frozenset[tuple[tuple[str, Any], ...]]:
    """What the rows say on a day, without their own days."""
    found = []
    for row in rows:
        cells = dict(row)
        begins, ends = cells.pop("valid_from", None), cells.pop("valid_to", None)
        if (begins is None or begins <= day) and (ends is None or day < ends):
            found.append(tuple(sorted(cells.items())))
    return frozenset(found)
