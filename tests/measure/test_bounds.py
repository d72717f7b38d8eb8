"""A law over every indicator: what is only known to be "at least" goes on as that, through every sum and quotient.

No list of names: in each worked example every number is doubled, and trebled, column by column. Where a numerator or a
denominator moves along with it, that part is made of the column (and not only sorted by it, as by a number of stars), and
once the column is written ≥ the part has to be a bound as well.
"""

from dataclasses import replace
from typing import Any

import pytest

from tests.sweeps import some
from tuanqing.define import contract as contracts_of
from tuanqing.define import query as queries_of
from tuanqing.define.example import Table
from tuanqing.define.query import Indicator
from tuanqing.measure.example import run

LIBRARY = queries_of.load_all()
CONTRACTS = contracts_of.load_all()
NUMBERS = ("integer", "decimal")  # types of a cell that may be written 3万余
SEEN = ("area_code", "period", "numerator", "denominator", "value", "lower_bound")


def written(table: Table, column: str, turn: Any) -> Table:
    """The table with each cell of a column turned into another."""
    at = table.columns.index(column)
    rows = tuple(
        tuple(turn(cell) if n == at and cell else cell for n, cell in enumerate(row)) for row in table.rows
    )
    return replace(table, rows=rows)


def rows_of(empty: Any, indicator: Indicator, tables: tuple[Table, ...]) -> dict[tuple, dict[str, Any]]:
    """The indicator's rows as a whole, of its example with other tables."""
    given = indicator.example.expected
    areas = {dict(zip(given.columns, row, strict=True))["area_code"] for row in given.rows}
    told = tuple((area, *[None] * (len(SEEN) - 1)) for area in sorted(areas))
    expected = replace(given, columns=SEEN, rows=told)
    asked = replace(indicator, by={}, example=replace(indicator.example, tables=tables, expected=expected))
    _expected, found = run(empty, asked, CONTRACTS, LIBRARY)
    return {(row["area_code"], row["period"]): row for row in found}


def times(factor: int) -> Any:
    return lambda cell: str(float(cell) * factor).removesuffix(".0")


def moves(plain: dict[str, Any], twice: dict[str, Any], thrice: dict[str, Any], part: str) -> bool:
    """Whether a part grows by the same for each time more."""
    one, two, three = (float(row[part] or 0) for row in (plain, twice, thrice))
    return one != two and abs((three - two) - (two - one)) < 1e-6


@pytest.mark.parametrize("name", some(list(LIBRARY.indicators), 6))
def test_at_least_stays_at_least(name: str, empty):
    indicator = LIBRARY.indicators[name]
    tables = indicator.example.tables
    plain = rows_of(empty, indicator, tables)
    assert plain
    for n, table in enumerate(tables):
        contract = CONTRACTS.get(table.name)
        numbers = [
            c
            for c in table.columns
            if contract and c in contract.columns and contract.columns[c].type in NUMBERS
        ]
        for column in numbers:

            def with_cells(turn: Any, n=n, table=table, column=column) -> dict[tuple, dict[str, Any]]:
                return rows_of(
                    empty, indicator, (*tables[:n], written(table, column, turn), *tables[n + 1 :])
                )

            least = with_cells(lambda cell: f"≥{cell}")
            open_to_doubt = {
                key: row
                for key, row in plain.items()
                if (told := least[key])["value"] is not None and told["lower_bound"] != "true"
            }
            if not open_to_doubt or (twice := with_cells(times(2))) == plain:
                continue
            thrice = with_cells(times(3))
            for key, row in plain.items():
                told, times_more = least[key], (row, twice.get(key, row), thrice.get(key, row))
                if moves(*times_more, "denominator"):
                    assert told["value"] is None, f"{name}: denominator rests on {table.name}.{column}, {key}"
                elif moves(*times_more, "numerator") and told["value"] is not None:
                    assert told["lower_bound"] == "true", (
                        f"{name}: numerator rests on {table.name}.{column}, {key}"
                    )
