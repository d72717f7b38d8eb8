"""Lists come in one order, whatever the number of threads and whether or not their SQL settles it."""

from dataclasses import replace

import duckdb
import pytest

from tuanqing.define.query import Listing
from tuanqing.measure import views

ROWS = [("c", 1), ("b", 2), ("a", 2), ("d", 1)]


@pytest.mark.parametrize(
    ("ends", "order"),
    [
        ("", "abcd"),
        ("ORDER BY score", "cdab"),
        ("ORDER BY score DESC", "abcd"),
        ("ORDER BY ALL", "abcd"),
        ("ORDER BY score LIMIT 3", "cda"),
    ],
)
def test_rows_that_a_list_leaves_equal_are_ordered_by_its_columns(library, ends: str, order: str):
    any_list: Listing = next(iter(library.listings.values()))
    listing = replace(
        any_list, sql=f"SELECT unit, score FROM given {ends}", columns={"unit": "", "score": ""}
    )
    with duckdb.connect() as con:
        con.execute("CREATE TABLE given (unit VARCHAR, score BIGINT)")
        con.executemany("INSERT INTO given VALUES (?, ?)", ROWS)

        found = con.execute(views._in_one_order(con, listing)).fetchall()

    assert "".join(unit for unit, _score in found) == order
