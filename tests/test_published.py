"""What the five places have published must come out of their sample rows, figure by figure."""

from dataclasses import replace

import pytest

from tuanqing.define import published
from tuanqing.measure.published import Comparison, compare

FIGURES = {figure.id: figure for figure in published.load()}
SAYABLE = [name for name, f in FIGURES.items() if (f.indicator or f.list) and f.print != "lost"]


@pytest.fixture(scope="module")
def compared(samples, library) -> dict[str, Comparison]:
    with samples.read() as con:
        return {row.figure.id: row for row in compare(con, list(FIGURES.values()), library)}


@pytest.mark.parametrize("name", SAYABLE)
def test_a_published_figure_comes_out(compared: dict[str, Comparison], name: str):
    figure, ours = FIGURES[name], compared[name]
    wanted = "lower_bound" if figure.print == "lower_bound" else "same"
    assert ours.status == wanted, (figure.words, ours.numerator, ours.denominator, ours.value, ours.why)
    if figure.print == "lower_bound":
        assert ours.lower_bound or figure.note, "余 and 多 stay on the figure, or a note says why not"


def test_every_number_that_is_not_lost_is_said(compared: dict[str, Comparison]):
    assert len(SAYABLE) >= 120
    rest = [row for row in compared.values() if row.figure.id not in SAYABLE]
    assert {row.status for row in rest} == {"lost", "shown"}
    assert not [row for row in rest if row.status == "shown" and row.figure.value is not None]


def test_damaged_prints_are_never_computed(compared: dict[str, Comparison]):
    lost = [row for row in compared.values() if row.figure.print == "lost"]
    assert len(lost) >= 10
    assert {row.status for row in lost} == {"lost"}


def test_a_figure_that_does_not_come_out_is_seen(samples, library):
    right = FIGURES["A5.12b"]
    with samples.read() as con:
        other, parts, nowhere = compare(
            con,
            [
                replace(right, value=99),
                replace(right, numerator=21),
                replace(right, period="1999-12"),
            ],
            library,
        )
    assert (other.status, other.why) == ("different", "value")
    assert (parts.status, parts.why) == ("different", "parts")
    assert nowhere.status == "no_data"
