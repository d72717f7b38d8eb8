"""The tables of rules in SQL: `rules.<name>` of data/rules, `rules.step_list` and `rules.step` of its pipelines, and the
working days that follow from its holidays."""

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from tuanqing.define import rule as rules_of
from tuanqing.define import steps as steps_of
from tuanqing.define.errors import Malformed
from tuanqing.define.example import Table
from tuanqing.define.rule import Rules
from tuanqing.define.steps import StepList
from tuanqing.measure import workdays
from tuanqing.measure.inserting import insert

SCHEMA = "rules."
_STEP_LISTS = """
CREATE TABLE rules.step_list (
    list VARCHAR, pipeline VARCHAR, title VARCHAR, area VARCHAR, valid_from DATE, valid_to DATE, by_name BOOLEAN,
    musts VARCHAR[], items VARCHAR[]);
CREATE TABLE rules.step (
    list VARCHAR, nth INTEGER, code VARCHAR, codes VARCHAR[], title VARCHAR, stage VARCHAR, is_optional BOOLEAN, is_notice BOOLEAN,
    notice_working_days INTEGER, minimum_days INTEGER, maximum_days INTEGER, minimum_age INTEGER, link VARCHAR)
"""


def create(con: duckdb.DuckDBPyConnection, given: Sequence[Table] | None = None) -> None:
    """Make the tables, with the rows of data/rules as they stand; with `given`, with those and no others.

    Raises Malformed for a given table or column that data/rules does not know.
    """
    con.execute("DROP SCHEMA IF EXISTS rules CASCADE")
    con.execute("CREATE SCHEMA rules")
    known = rules_of.load_all()
    for rules in known.values():
        columns = ", ".join(f'"{column.name}" {column.sql_type}' for column in rules.columns.values())
        con.execute(f"CREATE TABLE rules.{rules.name} ({columns})")
    con.execute(_STEP_LISTS)
    if given is None:
        for rules in known.values():
            rows = [[entry.get(name) for name in rules.columns] for entry in rules.rows]
            insert(con, f"rules.{rules.name}", rows)
        _insert_lists(con, steps_of.load_all())
    else:
        for table in given:
            _insert_given(con, table, known)
        _insert_lists(con, step_lists(given))
    workdays.create(con, dict(con.execute("SELECT day, working FROM rules.holiday").fetchall()))


def step_lists(given: Sequence[Table]) -> dict[str, StepList]:
    """The step lists that stand in given tables."""
    told = {table.name.removeprefix(SCHEMA): _dicts(table) for table in given}
    return steps_of.of_rows(told.get("step_list", []), told.get("step", []))


def _dicts(table: Table) -> list[dict[str, str | None]]:
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def _insert_given(con: duckdb.DuckDBPyConnection, table: Table, known: Mapping[str, Rules]) -> None:
    name = table.name.removeprefix(SCHEMA)
    if name in ("step_list", "step"):
        return
    if name not in known:
        raise Malformed(table.name, "is no table of rules.", f"Known: {', '.join(known)}.")
    strange = [column for column in table.columns if column not in known[name].columns]
    if strange:
        raise Malformed(
            table.name, f"has no column {strange[0]}.", f"Known: {', '.join(known[name].columns)}."
        )
    columns = ", ".join(f'"{column}"' for column in table.columns)
    for row in table.rows:  # DuckDB reads the texts as the columns' types
        con.execute(f"INSERT INTO rules.{name} ({columns}) VALUES ({', '.join('?' * len(row))})", row)


def _insert_lists(con: duckdb.DuckDBPyConnection, found: Mapping[str, StepList]) -> None:
    lists: list[list[Any]] = []
    steps: list[list[Any]] = []
    for each in found.values():
        own = (each.name, each.pipeline, each.titles["zh"], each.area, each.valid_from, each.valid_to)
        lists.append([*own, each.by_name, list(each.musts), list(each.items)])
        for nth, step in enumerate(each.steps, 1):
            named = (step.code, [step.code, *step.words], step.titles["zh"])
            kind = (step.stage, step.optional, step.notice)
            days = (step.notice_working_days, step.minimum_days, step.maximum_days, step.minimum_age)
            steps.append([each.name, nth, *named, *kind, *days, step.link])
    insert(con, "rules.step_list", lists)
    insert(con, "rules.step", steps)
