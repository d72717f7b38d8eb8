"""Birth dates, which are not kept of children: whoever is under 14 on the day of import leaves an age band only.

A column `personal = "birth"` is read from its own cell, else from the ID number in the columns of `otherwise`;
a column `personal = "band"` says how old the person was on the row's date, from its own cell (an age or a
band's word), else from the birth date in `otherwise`.
"""

import re
from datetime import date

import polars as pl

from tuanqing.define.contract import Column, Contract
from tuanqing.store.cell.id_numbers import birth_date, id_number
from tuanqing.store.cell.text import squeeze
from tuanqing.store.hold.bench import Bench
from tuanqing.store.hold.columns import ColumnSql, cell_of, distinct
from tuanqing.store.hold.loading import Loaded
from tuanqing.store.warehouse.sql import literal, quoted, replaced

ADULT_FOR_DATA = 14  # Personal Information Protection Law, article 28: below it data is sensitive
BANDS = ((6, "under_6"), (9, "6_8"), (12, "9_11"), (14, "12_13"), (18, "14_17"), (28, "18_27"), (35, "28_34"))


def births(bench: Bench, loaded: Loaded, column: Column, own: str | None) -> ColumnSql:
    """The full birth date, for rules to judge by; `blanked` takes children's out again. `own`: SQL of its own cell."""
    cells = (cell_of(loaded.recognition, each) for names in column.otherwise[:1] for each in names)
    cell = next((cell for cell in cells if cell), None)
    if cell is None:
        return ColumnSql({column.name: own or "NULL::DATE"})
    rows = []
    for text in distinct(bench, loaded, cell):
        normal = id_number(text).normal
        rows.append((text, birth_date(normal) if normal else None))
    frame = pl.DataFrame(rows, schema={"number": pl.String, "born": pl.Date}, orient="row")
    alias = quoted(f"born_{column.name}")
    return ColumnSql(
        {column.name: f"coalesce({own}, {alias}.born)" if own else f"{alias}.born"},
        (f"LEFT JOIN {bench.frame('births', frame)} AS {alias} ON {alias}.number = {cell}",),
    )


def bands(bench: Bench, loaded: Loaded, column: Column) -> ColumnSql:
    """The band its own cell tells, by an age in years or by a word of the contract."""
    cell = cell_of(loaded.recognition, column.name)
    if cell is None:
        return ColumnSql({column.name: "NULL::VARCHAR"})
    words = {squeeze(word).lower(): code for word, code in column.values.items()}
    rows = []
    for text in distinct(bench, loaded, cell):
        known = squeeze(text).lower()
        years = re.fullmatch(r"(\d{1,2})(周?岁)?", known)
        rows.append((text, _band(int(years[1])) if years else words.get(known)))
    frame = pl.DataFrame(rows, schema={"raw": pl.String, "value": pl.String}, orient="row")
    alias = quoted(f"map_{column.name}")
    return ColumnSql(
        {column.name: f"{alias}.value"},
        (f"LEFT JOIN {bench.frame('bands', frame)} AS {alias} ON {alias}.raw = {cell}",),
    )


def _band(years: int) -> str:
    return next((band for below, band in BANDS if years < below), "35_over")


def banded(sql: str, contract: Contract) -> str:
    """`sql` with each band column filled from the birth date on the row's date."""
    for column in contract.stored:
        if column.personal == "band" and contract.date and column.otherwise:
            years = f"date_sub('year', {quoted(column.otherwise[0][0])}, {quoted(contract.date)})"
            cases = " ".join(f"WHEN {years} < {below} THEN '{band}'" for below, band in BANDS)
            band = f"CASE WHEN {years} IS NULL THEN NULL {cases} ELSE '35_over' END"
            sql = replaced(sql, column.name, f"coalesce({quoted(column.name)}, {band})")
    return sql


def blanked(sql: str, contract: Contract) -> str:
    """`sql` without the birth dates of those who are under 14 today."""
    for column in contract.stored:
        if column.personal == "birth":
            name = quoted(column.name)
            sql = replaced(sql, column.name, f"CASE WHEN {name} <= {literal(_fourteen())} THEN {name} END")
    return sql


def _fourteen() -> date:
    """The last birthday of those who are 14 today."""
    today = date.today()
    year = today.year - ADULT_FOR_DATA
    return today.replace(year=year) if (today.month, today.day) != (2, 29) else date(year, 2, 28)
