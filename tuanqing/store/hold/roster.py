"""A roster with one date column per step, turned into one row per person and step.

A line of the sheet then holds several rows: their `line` is the sheet's line + part × LINES. Lines are accounted
for as a whole: one wrong date rejects all of its rows, so that a mended line can come back as it is.
"""

from dataclasses import replace

import duckdb

from tuanqing.store.cell.dates import means_no_day
from tuanqing.store.cell.text import clean, is_missing
from tuanqing.store.hold.columns import distinct
from tuanqing.store.recognise.recognition import Mapped, Recognition
from tuanqing.store.warehouse.schema import LINES
from tuanqing.store.warehouse.sql import literal

NO_STEP = "no_step"  # the fault of a line without any date


def unroll(con: duckdb.DuckDBPyConnection, recognition: Recognition) -> Recognition:
    """Make `raw` one row per dated step, and give the recognition of that shape. Other sheets stay as they are."""
    contract = recognition.contract.form_of
    if contract is None or contract.roster is None:
        return recognition
    steps = [m for m in recognition.columns if m.column and m.column.startswith("step.")]
    empty = sorted(
        {
            text
            for m in steps
            for text in distinct(con, f"c{m.index}", f"c{m.index} IS NOT NULL")
            if is_missing(clean(text)) or means_no_day(clean(text))
        }
    )
    blank = ", ".join(literal(text) for text in empty) or "NULL"
    width = len(recognition.columns)
    parts = " UNION ALL ".join(
        f"SELECT rows.* REPLACE (line + {number * LINES}::BIGINT AS line), {literal((m.column or '').removeprefix('step.'))} AS c{width}, "
        f"c{m.index} AS c{width + 1}, {literal(m.header)} AS c{width + 2} FROM sheet_rows AS rows "
        f"WHERE kind = 'data' AND c{m.index} IS NOT NULL AND coalesce(c{m.index} NOT IN ({blank}), true)"
        for number, m in enumerate(steps, 1)
    )
    dated = " OR ".join(
        f"(c{m.index} IS NOT NULL AND coalesce(c{m.index} NOT IN ({blank}), true))" for m in steps
    )
    con.execute(
        f"CREATE OR REPLACE TEMP VIEW raw AS {parts} UNION ALL "
        f"SELECT * REPLACE (CASE WHEN kind = 'data' THEN '{NO_STEP}' ELSE fault END AS fault), "
        f"NULL AS c{width}, NULL AS c{width + 1}, NULL AS c{width + 2} FROM sheet_rows WHERE kind <> 'data' OR NOT ({dated})"
    )
    columns = [m for m in recognition.columns if m not in steps]
    columns += [
        Mapped(width, contract.columns[contract.roster.column].title, contract.roster.column),
        Mapped(width + 1, contract.columns[contract.roster.date].title, contract.roster.date),
    ]
    return replace(recognition, contract=contract, columns=tuple(columns), step_header=width + 2)
