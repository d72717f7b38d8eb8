"""The verdict on a trend, against the checked values of its source."""

import pytest

from tuanqing.measure import trend


@pytest.mark.parametrize(
    ("counts", "n", "expected", "direction"),
    [
        ((50, 55, 60, 68, 75), 100, 16.7791, "rising"),
        ((30, 33, 36, 38, 41), 60, 5.0355, "level"),
        ((8, 9, 9, 10, 11), 16, 1.2637, "level"),
        ((500, 520, 540, 560, 580), 800, 22.7920, "rising"),
        ((60, 40, 62, 65, 70), 100, 8.3968, "level"),
        ((75, 68, 60, 55, 50), 100, 16.7791, "falling"),
    ],
)
def test_rates(counts, n, expected, direction):
    pairs = [(x, n) for x in counts]

    assert trend.chi_squared(pairs) == pytest.approx(expected, abs=5e-5)
    assert trend.of_rates(pairs) == direction


def test_one_odd_year_makes_no_verdict():
    assert trend.of_rates([(50, 100), (50, 100), (50, 100), (50, 100), (95, 100)]) == "level"


def test_full_coverage_throughout_is_level():
    assert trend.of_rates([(22, 22)] * 5) == "level"


def test_values():
    assert trend.of_values(list(range(12))) == "rising"
    assert trend.of_values(list(range(12, 0, -1))) == "falling"
    assert trend.of_values([5.0] * 12) == "level"
    assert trend.of_values([3, 1, 4, 1, 5, 9, 2, 6]) == "level"
