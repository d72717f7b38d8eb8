"""The time of day as exports write it."""

from datetime import time

import pytest

from tuanqing.store.cell.text import clean
from tuanqing.store.cell.values import parse

TOLD = [
    ("8:30", time(8, 30)),
    ("08：30：15", time(8, 30, 15)),
    ("2023-11-04 08:30:00", time(8, 30)),
    ("2023-11-04T18:05", time(18, 5)),
    ("上午8点半", time(8, 30)),
    ("下午2时05分", time(14, 5)),
    ("2:05 PM", time(14, 5)),
    ("14点", time(14, 0)),
    ("24:00", time(23, 59, 59)),
    ("0.354166666667", time(8, 30)),
    ("45234.75", time(18, 0)),
]


@pytest.mark.parametrize(("text", "told"), TOLD)
def test_a_time_of_day_is_read_however_it_is_written(text, told):
    assert parse(text, "time").value == told


@pytest.mark.parametrize("text", ["全天", "25:00", "8:75", "2023-11-04", "999999201003154320"])
def test_what_is_no_time_is_empty_and_said_without_quoting(text):
    found = parse(text, "time")
    assert found.value is None
    assert found.problem is None
    assert found.warning
    assert clean(text) not in found.warning


def test_an_empty_cell_says_nothing():
    assert parse("—", "time") == parse("", "time") == (None, False, None, None)
