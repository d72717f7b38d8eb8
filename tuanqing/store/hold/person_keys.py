"""Pseudonymous keys for people: HMAC-SHA256 under a secret that lies outside the warehouse's tables."""

import hmac
import re

import duckdb
import polars as pl

from tuanqing.define.contract import Column
from tuanqing.define.language import _
from tuanqing.store.cell import values
from tuanqing.store.cell.text import is_missing, squeeze
from tuanqing.store.hold.columns import ColumnSql, cell_of, distinct, fill
from tuanqing.store.recognise.recognition import Recognition


def keys(
    con: duckdb.DuckDBPyConnection, recognition: Recognition, column: Column, secret: bytes, placed: ColumnSql
) -> ColumnSql:
    """A person's key: HMAC of the number; where that is of no use, of the first set of `otherwise` that the sheet
    has whole, else whose leading column (a student number, a name) it has. A school counts by its code (`placed`),
    however it is spelt, and where only the sheet's title names it."""
    part = ColumnSql()
    cell = cell_of(recognition, column.name)
    led = [names for names in column.otherwise if cell_of(recognition, names[0])]
    names = next((names for names in led if all(cell_of(recognition, n) for n in names)), next(iter(led), ()))
    others: list[str] = []
    for name in names:
        source = cell_of(recognition, name)
        if name in placed.select:
            others.append(f"coalesce({placed.select[name]}, {source or 'NULL'})")
        elif source:
            others.append(source)
    lost = 0
    value, useless = "NULL", "true"
    if cell:
        pairs = [(text, *_number_key(text, secret)) for text in distinct(con, cell, f"{cell} IS NOT NULL")]
        lost = sum(1 for pair in pairs if pair[2] == "lost")
        _map(con, f"map_{column.name}", ["k0"], [(text, key) for text, key, _fault in pairs])
        part.joins.append(f"LEFT JOIN map_{column.name} ON map_{column.name}.k0 = {cell}")
        value = useless = f"map_{column.name}.value"
        useless = f"({value} IS NULL)"
    weak = 0
    if others:
        joins = " ".join([*placed.joins, *part.joins])
        tuples = con.execute(
            f"SELECT DISTINCT {', '.join(others)} FROM raw {joins} WHERE raw.kind = 'data' AND {useless}"
        ).fetchall()
        slots = [f"k{i}" for i in range(len(others))]
        rows = [(*row, _name_key(row, secret)) for row in tuples]
        weak = sum(1 for row in rows if row[-1])
        if rows:
            _map(con, f"weak_{column.name}", slots, rows)
            pairs_on = " AND ".join(
                f"weak_{column.name}.{name} IS NOT DISTINCT FROM {source}"
                for name, source in zip(slots, others, strict=True)
            )
            part.joins.append(f"LEFT JOIN weak_{column.name} ON {useless} AND {pairs_on}")
            value = f"coalesce({value}, weak_{column.name}.value)"
    part.select[column.name] = f"{value}::VARCHAR"
    if lost:
        part.warnings.append(
            _(
                "“{column}”: {count} numbers were ruined by Excel (the last three digits read 000); they are "
                "not used to tell people apart. Format the column as text and export again."
            ).format(column=column.title, count=lost)
        )
    if weak:
        part.warnings.append(
            _("“{column}”: {count} people have no usable number and are told apart by {others}.").format(
                column=column.title,
                count=weak,
                others=_("、").join(recognition.contract.columns[name].title for name in names),
            )
        )
    return part


def _map(con: duckdb.DuckDBPyConnection, table: str, names: list[str], rows: list[tuple]) -> None:
    """A temporary table from texts to keys."""
    fill(con, table, pl.DataFrame(rows, schema=dict.fromkeys([*names, "value"], pl.String), orient="row"))


def _number_key(number: str, secret: bytes) -> tuple[str | None, str | None]:
    """(strong key, fault) of an ID or volunteer number; starred and ruined numbers give no key."""
    text = squeeze(number).upper()
    if is_missing(text):
        return None, None
    if text.replace("-", "").isalnum() and sum(map(str.isdigit, text)) < 15:
        return "s" + _hmac(secret, text), None  # a platform's own number
    if re.fullmatch(
        r"[GJL]\d{17}[\dX]", text
    ):  # a pupil's national school number is the ID number after a letter
        text = text[1:]
    found = values.id_number(text)
    return ("s" + _hmac(secret, found.normal) if found.normal else None), found.fault


def _name_key(row: tuple, secret: bytes) -> str | None:
    """A weak key from a name and what goes with it; none without the name."""
    names = [squeeze(str(part or "")) for part in row]
    if names[0] and "*" not in names[0] and not is_missing(names[0]):
        return "w" + _hmac(secret, "|".join(names).rstrip("|"))
    return None


def _hmac(secret: bytes, text: str) -> str:
    return hmac.digest(secret, text.encode(), "sha256").hex()[:31]
