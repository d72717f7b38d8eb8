"""Stars that rose and fell, and a rate against its targets."""

from dataclasses import replace
from decimal import Decimal

from tuanqing.define.period import parse
from tuanqing.measure import rating
from tuanqing.measure.figure import Figure
from tuanqing.measure.rating import Moved
from tuanqing.measure.reporting import Heard

TARGETS = [
    {"title": "一百个", "unit": "count", "target": 40},
    {"title": "百分之百", "unit": "percent", "target": 100},
]


MOVES = [
    dict(zip(("star_before", "star", "organisations"), row, strict=True))
    for row in [("2", "3", 5), ("1", "4", 1), ("5", "1", 2), ("4", "4", 7), (None, "5", 9)]
]


def figure(numerator, denominator, value, **more) -> Figure:
    parts = (None if n is None else Decimal(n) for n in (numerator, denominator))
    return Figure(parse("2023"), *parts, value, **more)


def test_who_was_not_rated_before_has_not_moved():
    assert rating.moved(MOVES) == Moved(rose=6, fell=2, kept=7)


def test_nobody_moved_where_nobody_was_rated():
    assert rating.moved([]) == Moved(0, 0, 0)


def test_the_matrix_adds_up_the_places_and_keeps_who_is_new_apart():
    twice = [*MOVES, {"star_before": "2", "star": "3", "organisations": 4}]

    assert rating.matrix(twice) == {("2", "3"): 9, ("1", "4"): 1, ("5", "1"): 2, ("4", "4"): 7, ("", "5"): 9}


def test_a_target_of_so_many_and_a_target_of_such_a_share():
    count, share = rating.reached(figure(30, 60, 50.0), TARGETS)

    assert (count.done, count.share) == (30, 75)
    assert (share.done, share.share) == (50, 50)


def test_nothing_reported_is_not_nought():
    for each in rating.reached(figure(None, None, None), TARGETS):
        assert (each.done, each.share) == (None, None)


def test_neither_a_part_of_the_units_nor_at_least_so_many_misses_a_target():
    whole = figure(30, 60, 50.0)
    some = replace(whole, heard=Heard(reported=1, expected=2, some=1, level="township"))

    assert [each.status for each in rating.reached(whole, TARGETS)] == ["missed", "missed"]
    assert [each.status for each in rating.reached(some, TARGETS)] == ["partial", "partial"]
    assert [each.status for each in rating.reached(replace(whole, lower_bound=True), TARGETS)] == [
        "unsure"
    ] * 2
    assert [each.status for each in rating.reached(figure(60, 60, 100.0), TARGETS)] == ["met", "met"]
