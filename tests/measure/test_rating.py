"""Stars that rose and fell, and a rate against its targets."""

import duckdb
import pytest

from tuanqing.measure import rating
from tuanqing.measure.rating import Moved

TARGETS = [
    {"title": "一百个", "unit": "count", "target": 40},
    {"title": "百分之百", "unit": "percent", "target": 100},
]


@pytest.fixture
def listed(library):
    """A list of two counties' moves, and the listing that names it."""
    from dataclasses import replace

    listing = replace(next(iter(library.listings.values())), name="moves")
    with duckdb.connect() as con:
        con.execute("""
            CREATE SCHEMA listing;
            CREATE TABLE area_path AS SELECT * FROM (VALUES ('A', 'P'), ('B', 'P'), ('A', 'A'), ('B', 'B')) AS t(area_code, ancestor_code);
            CREATE TABLE listing.moves AS SELECT * FROM (VALUES ('A', '2', '3', 5), ('A', '1', '4', 1), ('A', '5', '1', 2),
                ('A', '4', '4', 7), ('A', NULL, '5', 9), ('B', '3', '2', 4)) AS t(area_code, star_before, star, organisations);
        """)
        yield con, listing


def test_who_was_not_rated_before_has_not_moved(listed):
    assert rating.moved(*listed, "A") == Moved(rose=6, fell=2, kept=7)


def test_a_prefecture_has_all_its_counties(listed):
    assert rating.moved(*listed, "P") == Moved(rose=6, fell=6, kept=7)


def test_nobody_moved_where_nobody_was_rated(listed):
    assert rating.moved(*listed, "Z") == Moved(0, 0, 0)


def test_a_target_of_so_many_and_a_target_of_such_a_share():
    count, share = rating.reached({"numerator": 30, "denominator": 60, "value": 50.0}, TARGETS)

    assert (count.done, count.share) == (30, 75)
    assert (share.done, share.share) == (50, 50)


def test_nothing_reported_is_not_nought():
    for each in rating.reached({"numerator": None, "denominator": None, "value": None}, TARGETS):
        assert (each.done, each.share) == (None, None)
