"""Lists come in one order, whatever the number of threads and whether or not their SQL settles it; their sums."""

from dataclasses import replace
from datetime import date

import duckdb
import pytest

from tuanqing.define.query import Listing
from tuanqing.measure import lists, views
from tuanqing.measure.quarters import quarter

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


def test_a_grid_sums_by_two_codes_and_shades_each_sum_by_its_quarter():
    rows = [
        {"class": down, "medal": across, "holders": n}
        for down, across, n in [
            ("2", "a", 4),
            ("1", "b", 1),
            ("1", "b", 1),
            ("1", "a", 8),
            ("2", "b", 0),
            ("3", "a", 6),
        ]
    ]

    found = lists.grid(rows, "class", "medal", "holders")

    assert list(found.cells.items()) == [
        (("1", "a"), 8), (("1", "b"), 2), (("2", "a"), 4), (("2", "b"), 0), (("3", "a"), 6),
    ]  # fmt: skip
    assert found.shades == {("1", "b"): 0, ("2", "a"): 1, ("3", "a"): 2, ("1", "a"): 3, ("2", "b"): 0}
    assert lists.summed(rows, "medal", "holders") == {"a": 18, "b": 2}


def test_what_is_alike_lies_in_one_quarter():
    assert {quarter(5, [5, 5, 5]), quarter(None, [1, 2]), quarter(1, [])} == {1}
    assert [quarter(n, [1, 2, 3]) for n in (1, 2, 3)] == [0, 1, 2]


def test_months_between_without_a_day_are_counted_as_none():
    days = [date(2023, 2, 9), date(2022, 11, 30), date(2023, 2, 1)]

    assert list(lists.by_month(days).items()) == [
        (date(2022, 11, 1), 1), (date(2022, 12, 1), 0), (date(2023, 1, 1), 0), (date(2023, 2, 1), 2),
    ]  # fmt: skip
    assert lists.by_month([]) == {}
