"""Stars that rose and fell, and a rate against its targets."""

from decimal import Decimal

from tuanqing.define.period import parse
from tuanqing.measure import rating
from tuanqing.measure.figure import Figure
from tuanqing.measure.rating import Moved

TARGETS = [
    {"title": "一百个", "unit": "count", "target": 40},
    {"title": "百分之百", "unit": "percent", "target": 100},
]


MOVES = [
    dict(zip(("star_before", "star", "organisations"), row, strict=True))
    for row in [("2", "3", 5), ("1", "4", 1), ("5", "1", 2), ("4", "4", 7), (None, "5", 9)]
]


def test_who_was_not_rated_before_has_not_moved():
    assert rating.moved(MOVES) == Moved(rose=6, fell=2, kept=7)


def test_nobody_moved_where_nobody_was_rated():
    assert rating.moved([]) == Moved(0, 0, 0)


def test_the_matrix_adds_up_the_places_and_keeps_who_is_new_apart():
    twice = [*MOVES, {"star_before": "2", "star": "3", "organisations": 4}]

    assert rating.matrix(twice) == {("2", "3"): 9, ("1", "4"): 1, ("5", "1"): 2, ("4", "4"): 7, ("", "5"): 9}


def test_a_target_of_so_many_and_a_target_of_such_a_share():
    count, share = rating.reached(Figure(parse("2023"), Decimal(30), Decimal(60), 50.0), TARGETS)

    assert (count.done, count.share) == (30, 75)
    assert (share.done, share.share) == (50, 50)


def test_nothing_reported_is_not_nought():
    for each in rating.reached(Figure(parse("2023")), TARGETS):
        assert (each.done, each.share) == (None, None)
