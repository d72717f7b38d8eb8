"""What earlier programs stored of cells in their sentences, taken out of them."""

import re
from collections.abc import Container, Mapping

import duckdb

from tuanqing.define.contract import Contract
from tuanqing.define.language import _
from tuanqing.store.cell.id_numbers import without_persons
from tuanqing.store.cell.names import OTHER, may_be_name
from tuanqing.store.cell.text import shape, shapes
from tuanqing.store.warehouse.sql import quoted, stored


def strip(con: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract]) -> None:
    """4: what is stored quotes no cell. The sentences of earlier programs did: why a row was turned away, what looked
    odd about a batch or a row. What they quote becomes its shape, unless it is a word of ours or of the register; the
    cells themselves lie in the file of rejects.
    """
    known = {word for contract in contracts.values() for word in _words(contract)}
    known |= {name for (name,) in con.execute("SELECT DISTINCT name FROM store.area").fetchall() if name}
    flagged = con.execute(
        "SELECT table_name FROM duckdb_columns() WHERE schema_name = 'store' AND column_name = '_flags'"
    ).fetchall()
    for table, column in [
        ("reject", "reasons"),
        ("batch", "warnings"),
        *((name, "_flags") for (name,) in flagged),
    ]:
        texts = con.execute(f"SELECT DISTINCT unnest({column}) FROM store.{quoted(table)}").fetchall()
        rows = [(text, told) for (text,) in texts if text and (told := unquoted(text, known)) != text]
        if rows:
            con.execute("CREATE OR REPLACE TEMP TABLE retold (text VARCHAR, told VARCHAR)")
            for first in range(0, len(rows), 1000):
                part = rows[first : first + 1000]
                con.execute(
                    f"INSERT INTO retold VALUES {', '.join(['(?, ?)'] * len(part))}",
                    [cell for row in part for cell in row],
                )
            con.execute("SET VARIABLE retold = (SELECT map(list(text), list(told)) FROM retold)")
            con.execute(
                f"UPDATE store.{quoted(table)} SET {column} = list_transform({column}, lambda t: "
                f"coalesce(getvariable('retold')[t], t)) WHERE list_has_any({column}, (SELECT list(text) FROM retold))"
            )
            con.execute("DROP TABLE retold")
            con.execute("RESET VARIABLE retold")


def strip_rows(con: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract]) -> None:
    """5: what is stored of rows that had slipped by a column holds no person either: the numbers of people in texts,
    and what may be a name among the words of a list. The sentences of the program before this one still quoted days,
    bounds and words: they are stripped once more."""
    strip(con, contracts)
    flagged = con.execute(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE schema_name = 'store' "
        "AND (column_name = '_flags' OR (table_name = 'reject' AND column_name = 'reasons'))"
    ).fetchall()
    for table, column in flagged:
        con.execute(
            f"UPDATE store.{quoted(table)} SET {column} = list_transform({column}, lambda t: "
            f"regexp_replace(t, ' ?{_DAY} ?', '', 'g')) WHERE list_bool_or(list_transform({column}, lambda t: "
            f"regexp_matches(t, '{_DAY}')))"
        )
    there = set(
        con.execute(
            "SELECT table_name, column_name FROM duckdb_columns() WHERE schema_name = 'store'"
        ).fetchall()
    )
    for contract in contracts.values():
        people = any(column.personal for column in contract.columns.values())
        for column in contract.stored:
            if column.type != "text" or column.refers or column.personal:
                continue
            if (contract.name, column.name) not in there:
                continue
            table, name = stored(contract.name), quoted(column.name)
            texts = con.execute(f"SELECT DISTINCT {name} FROM {table} WHERE {name} IS NOT NULL").fetchall()
            known = {*column.values.values(), *column.values}
            for (text,) in texts:
                told = without_persons(text, lambda number: f"[{shape(number)}]")
                if column.open_values and people and text not in known and may_be_name(text):
                    told = OTHER
                if told != text:
                    con.execute(f"UPDATE {table} SET {name} = ? WHERE {name} = ?", [told, text])


_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"


def _words(contract: Contract) -> set[str]:
    """What a sentence may quote without quoting a cell."""
    return {contract.title, *(header for column in contract.columns.values() for header in column.header)}


_QUOTE = re.compile(r"「([^「」]*)」|“([^“”]*)”")
_EXAMPLE = re.compile(r"(\(e\.g\. )(.*)(\))$")
_NUMBER = re.compile(r"\d(?:[ -]?[\dXx]){10,}")  # ID numbers, phones


def unquoted(text: str, known: Container[str]) -> str:
    """A sentence of an earlier program without the cells it quotes. Where it cannot be told which part was a cell, the
    sentence goes."""

    told_already = shapes()

    def told(found: re.Match) -> str:
        inner = found[1] if found[1] is not None else found[2]
        return (
            found[0]
            if inner in known or told_already.fullmatch(inner)
            else found[0].replace(inner, shape(inner))
            if inner
            else found[0]
        )

    if {"「", "」", "“", "”"} & set(_QUOTE.sub("", text)):
        return _("its cell did not fit its column")
    text = _QUOTE.sub(told, text)
    text = _EXAMPLE.sub(lambda found: found[1] + shape(found[2]) + found[3], text)
    return _NUMBER.sub(lambda found: shape(found[0]), text)
