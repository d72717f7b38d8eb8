"""A roster with one date column per step, turned into one row per person and step.

A line of the sheet then holds several rows: their `line` is the sheet's line + part × LINES. Lines are accounted
for as a whole: one wrong date rejects all of its rows, so that a mended line can come back as it is.
"""

from dataclasses import replace

from tuanqing.store.cell.dates import means_no_day
from tuanqing.store.cell.text import clean, is_missing
from tuanqing.store.hold.bench import Bench
from tuanqing.store.hold.columns import distinct
from tuanqing.store.hold.loading import Loaded
from tuanqing.store.recognise.recognition import Mapped
from tuanqing.store.warehouse.schema import LINES
from tuanqing.store.warehouse.sql import literal

NO_STEP = "no_step"  # the fault of a line without any date


def unroll(bench: Bench, loaded: Loaded) -> Loaded:
    """One data row per dated step, and the recognition of that shape. Other sheets are given back as they are."""
    recognition = loaded.recognition
    contract = recognition.contract.form_of
    if contract is None or contract.roster is None:
        return loaded
    steps = [m for m in recognition.columns if m.column and m.column.startswith("step.")]
    empty = sorted(
        {
            text
            for m in steps
            for text in distinct(bench, loaded, f"raw.c{m.index}")
            if is_missing(clean(text)) or means_no_day(clean(text))
        }
    )
    blank = ", ".join(map(literal, empty)) or "NULL"
    width = len(recognition.columns)

    def dated(m: Mapped) -> str:
        return f"(c{m.index} IS NOT NULL AND coalesce(c{m.index} NOT IN ({blank}), true))"

    def part(number: int, m: Mapped) -> str:
        step = literal((m.column or "").removeprefix("step."))
        return (
            f"SELECT * REPLACE (line + {number * LINES}::BIGINT AS line), {step} AS c{width}, "
            f"c{m.index} AS c{width + 1}, {literal(m.header)} AS c{width + 2} FROM {loaded.data} WHERE {dated(m)}"
        )

    undated = (
        f"SELECT * REPLACE ('{NO_STEP}' AS fault), NULL AS c{width}, NULL AS c{width + 1}, NULL AS c{width + 2} "
        f"FROM {loaded.data} WHERE NOT ({' OR '.join(map(dated, steps))})"
    )
    data = bench.view("steps", " UNION ALL ".join([*map(part, range(1, len(steps) + 1), steps), undated]))
    columns = [m for m in recognition.columns if m not in steps]
    columns += [
        Mapped(width, contract.columns[contract.roster.column].title, contract.roster.column),
        Mapped(width + 1, contract.columns[contract.roster.date].title, contract.roster.date),
    ]
    shape = replace(recognition, contract=contract, columns=tuple(columns), step_header=width + 2)
    return replace(loaded, recognition=shape, data=data)
