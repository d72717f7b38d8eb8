"""Pseudonymous keys for people: HMAC-SHA256 under a secret that lies outside the warehouse's tables."""

import re
from collections.abc import Sequence

import polars as pl

from tuanqing.define.contract import Column
from tuanqing.define.language import _
from tuanqing.store.cell import values
from tuanqing.store.cell.text import is_missing, squeeze
from tuanqing.store.hold.bench import Bench
from tuanqing.store.hold.columns import ColumnSql, cell_of, distinct
from tuanqing.store.hold.loading import Loaded
from tuanqing.store.warehouse.key import digest
from tuanqing.store.warehouse.sql import quoted


def keys(bench: Bench, loaded: Loaded, column: Column, secret: bytes, placed: ColumnSql) -> ColumnSql:
    """A person's key: HMAC of the number; where that is of no use, of the first set of `otherwise` that the sheet
    has whole, else whose leading column (a student number, a name) it has. A school counts by its code (`placed`),
    however it is spelt, and where only the sheet's title names it."""
    joins, warnings = [], []
    value, useless = "NULL", "true"
    if cell := cell_of(loaded.recognition, column.name):
        pairs = [(text, *number_key(text, secret)) for text in distinct(bench, loaded, cell)]
        known = _map(bench, ["k0"], [(text, key) for text, key, _fault in pairs])
        alias = quoted(f"map_{column.name}")
        joins.append(f"LEFT JOIN {known} AS {alias} ON {alias}.k0 = {cell}")
        value, useless = f"{alias}.value", f"({alias}.value IS NULL)"
        if lost := sum(1 for pair in pairs if pair[2] == "lost"):
            warnings.append(_lost(column, lost))
    names, others = _others(loaded, column, placed)
    if others:
        cells = ", ".join(f"{sql} AS k{i}" for i, sql in enumerate(others))
        tuples = bench.con.execute(
            f"SELECT DISTINCT {cells} FROM {loaded.data} AS raw {' '.join([*placed.joins, *joins])} WHERE {useless}"
        ).fetchall()
        rows = [(*row, _name_key(row, secret)) for row in tuples]
        if rows:
            known = _map(bench, [f"k{i}" for i in range(len(others))], rows)
            alias = quoted(f"weak_{column.name}")
            on = " AND ".join(f"{alias}.k{i} IS NOT DISTINCT FROM {sql}" for i, sql in enumerate(others))
            joins.append(f"LEFT JOIN {known} AS {alias} ON {useless} AND {on}")
            value = f"coalesce({value}, {alias}.value)"
        if weak := sum(1 for row in rows if row[-1]):
            warnings.append(
                _weak(column, weak, [loaded.recognition.contract.columns[n].title for n in names])
            )
    return ColumnSql({column.name: f"{value}::VARCHAR"}, tuple(joins), warnings=tuple(warnings))


def masked(bench: Bench, loaded: Loaded, column: Column, secret: bytes) -> ColumnSql:
    """A number that is no more than told apart and looked at: `2023/12/KEY`, its first four digits, how many characters it
    has, and the key it would give a person. Where a person's key is made of it for want of a better, it is that cell."""
    recognition = loaded.recognition
    names = {squeeze(header) for header in column.header}
    shared = [f"raw.c{m.index}" for m in recognition.columns if m.column and squeeze(m.header) in names]
    cell = cell_of(recognition, column.name) or next(iter(shared), None)
    if cell is None:
        return ColumnSql({column.name: "NULL::VARCHAR"})
    known = _map(bench, ["k0"], [(text, _mask(text, secret)) for text in distinct(bench, loaded, cell)])
    alias = quoted(f"map_{column.name}")
    return ColumnSql(
        {column.name: f"{alias}.value::VARCHAR"}, (f"LEFT JOIN {known} AS {alias} ON {alias}.k0 = {cell}",)
    )


def _mask(number: str, secret: bytes) -> str | None:
    """None for what is missing, starred, or a person's own number that stands in the wrong column."""
    text = squeeze(number).upper()
    if is_missing(text) or not text.isalnum() or values.id_number(text).normal:
        return None
    head = text[:4] if text[:4].isdigit() else ""
    return f"{head}/{len(text)}/{digest(secret, text)}"


def _others(loaded: Loaded, column: Column, placed: ColumnSql) -> tuple[Sequence[str], list[str]]:
    """The columns that tell people apart where the number does not, and the SQL of those that are there."""
    recognition = loaded.recognition
    led = [names for names in column.otherwise if cell_of(recognition, names[0])]
    names = next((names for names in led if all(cell_of(recognition, n) for n in names)), next(iter(led), ()))
    others: list[str] = []
    for name in names:
        source = cell_of(recognition, name)
        if name in placed.select:
            others.append(f"coalesce({placed.select[name]}, {source or 'NULL'})")
        elif source:
            others.append(source)
    return names, others


def _lost(column: Column, count: int) -> str:
    return _(
        "“{column}”: {count} numbers were ruined by Excel (the last three digits read 000); they are "
        "not used to tell people apart. Format the column as text and export again."
    ).format(column=column.title, count=count)


def _weak(column: Column, count: int, others: list[str]) -> str:
    return _("“{column}”: {count} people have no usable number and are told apart by {others}.").format(
        column=column.title, count=count, others=_("、").join(others)
    )


def _map(bench: Bench, names: list[str], rows: list[tuple]) -> str:
    """A relation from texts to keys."""
    frame = pl.DataFrame(rows, schema=dict.fromkeys([*names, "value"], pl.String), orient="row")
    return bench.frame("keys", frame)


def number_key(number: str, secret: bytes) -> tuple[str | None, str | None]:
    """(strong key, fault) of an ID or volunteer number; starred and ruined numbers give no key."""
    text = squeeze(number).upper()
    if is_missing(text):
        return None, None
    if text.replace("-", "").isalnum() and sum(map(str.isdigit, text)) < 15:
        return "s" + digest(secret, text), None  # a platform's own number
    if re.fullmatch(
        r"[GJL]\d{17}[\dX]", text
    ):  # a pupil's national school number is the ID number after a letter
        text = text[1:]
    found = values.id_number(text)
    return ("s" + digest(secret, found.normal) if found.normal else None), found.fault


def _name_key(row: tuple, secret: bytes) -> str | None:
    """A weak key from a name and what goes with it; none without the name."""
    names = [squeeze(str(part or "")) for part in row]
    if names[0] and "*" not in names[0] and not is_missing(names[0]):
        return "w" + digest(secret, "|".join(names).rstrip("|"))
    return None
