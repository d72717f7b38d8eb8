"""Birth dates, which are not kept of children: whoever is under 14 on the day of import leaves an age band only.

A column `personal = "birth"` is read from its own cell, else from the ID number in the columns of `otherwise`;
a column `personal = "band"` says how old the person was on the row's date, from its own cell (an age or a
band's word), else from the birth date in `otherwise`.
"""

import re
from datetime import date

import duckdb
import polars as pl

from tuanqing.define.contract import Column, Contract
from tuanqing.store.cell.id_numbers import birth_date, id_number
from tuanqing.store.cell.text import squeeze
from tuanqing.store.hold.columns import ColumnSql, cell_of, distinct, fill
from tuanqing.store.recognise.recognition import Recognition

ADULT_FOR_DATA = 14  # Personal Information Protection Law, article 28: below it data is sensitive
BANDS = ((6, "under_6"), (9, "6_8"), (12, "9_11"), (14, "12_13"), (18, "14_17"), (28, "18_27"), (35, "28_34"))


def births(
    con: duckdb.DuckDBPyConnection, recognition: Recognition, column: Column, own: str | None
) -> ColumnSql:
    """The full birth date, for rules to judge by; `blanked` takes children's out again. `own`: SQL of its own cell."""
    part = ColumnSql()
    cell = next(
        (c for name in column.otherwise[:1] for each in name if (c := cell_of(recognition, each))), None
    )
    if cell is None:
        part.select[column.name] = own or "NULL::DATE"
        return part
    rows = []
    for text in distinct(con, cell, f"{cell} IS NOT NULL"):
        normal = id_number(text).normal
        rows.append((text, birth_date(normal) if normal else None))
    frame = pl.DataFrame(rows, schema={"number": pl.String, "born": pl.Date}, orient="row")
    fill(con, f"map_{column.name}_number", frame)
    alias = f"map_{column.name}_number"
    part.joins.append(f"LEFT JOIN {alias} ON {alias}.number = {cell}")
    part.select[column.name] = f"coalesce({own}, {alias}.born)" if own else f"{alias}.born"
    return part


def bands(con: duckdb.DuckDBPyConnection, recognition: Recognition, column: Column) -> ColumnSql:
    """The band its own cell tells, by an age in years or by a word of the contract."""
    part = ColumnSql()
    cell = cell_of(recognition, column.name)
    if cell is None:
        part.select[column.name] = "NULL::VARCHAR"
        return part
    words = {squeeze(word).lower(): code for word, code in column.values.items()}
    rows = []
    for text in distinct(con, cell, f"{cell} IS NOT NULL"):
        known = squeeze(text).lower()
        years = re.fullmatch(r"(\d{1,2})(周?岁)?", known)
        rows.append((text, _band(int(years[1])) if years else words.get(known)))
    fill(
        con,
        f"map_{column.name}",
        pl.DataFrame(rows, schema={"raw": pl.String, "value": pl.String}, orient="row"),
    )
    part.joins.append(f"LEFT JOIN map_{column.name} ON map_{column.name}.raw = {cell}")
    part.select[column.name] = f"map_{column.name}.value"
    return part


def _band(years: int) -> str:
    return next((band for below, band in BANDS if years < below), "35_over")


def banded(sql: str, contract: Contract) -> str:
    """`sql` with each band column filled from the birth date on the row's date."""
    for column in contract.stored:
        if column.personal == "band" and contract.date and column.otherwise:
            born = column.otherwise[0][0]
            years = f'date_sub(\'year\', "{born}", "{contract.date}")'
            cases = " ".join(f"WHEN {years} < {below} THEN '{band}'" for below, band in BANDS)
            band = f"CASE WHEN {years} IS NULL THEN NULL {cases} ELSE '35_over' END"
            sql = f'SELECT * REPLACE (coalesce("{column.name}", {band}) AS "{column.name}") FROM ({sql})'
    return sql


def blanked(sql: str, contract: Contract) -> str:
    """`sql` without the birth dates of those who are under 14 today."""
    for column in contract.stored:
        if column.personal == "birth":
            today = date.today()
            last = (
                today.replace(year=today.year - ADULT_FOR_DATA)
                if (today.month, today.day) != (2, 29)
                else date(today.year - ADULT_FOR_DATA, 2, 28)
            )
            sql = (
                f'SELECT * REPLACE (CASE WHEN "{column.name}" <= DATE \'{last}\' THEN "{column.name}" END '
                f'AS "{column.name}") FROM ({sql})'
            )
    return sql
