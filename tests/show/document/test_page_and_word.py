"""What the screen says of a figure and what a document says of it are one: value, bound, who reported, change, reason."""

import random
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

import pytest

from tests.show.document.conftest import PERIODS
from tuanqing.define.language import speak
from tuanqing.define.period import Period, containing, parse
from tuanqing.define.query import Indicator
from tuanqing.measure import completeness, figure, places
from tuanqing.measure.figure import Figure
from tuanqing.show import words
from tuanqing.show.document.figures import DASH, Pen, counted
from tuanqing.show.document.model import text_of
from tuanqing.show.document.pieces import reason_of

GRAINS = ("month", "quarter", "half", "year")
SAMPLED = 40  # areas × periods


def everywhere(con: Any) -> list[tuple[str, Period]]:
    """Every area down to the townships, in every period its place has data for, and one beyond."""
    found = []
    for place in PERIODS:
        span = completeness.span(con, place)
        assert span
        below = [code for level in ("county", "township") for code in places.below(con, place, level)]
        for grain in GRAINS:
            period = containing(span[1], grain).shift(1)
            while period.last >= span[0]:
                found += [(area, period) for area in (place, *below)]
                period = period.shift(-1)
    return found


def number(text: str) -> str:
    """The number in a text: 12345.6, 3/8."""
    found = re.search(r"[\d,]+(\.\d+)?(/\d+)?", text)
    return found.group().replace(",", "") if found else ""


def in_ten_thousands(indicator: Indicator, text: str) -> str:
    """What the screen writes of a small sum in 元, as paper writes it."""
    if indicator.unit != "yuan" or indicator.is_rate or not text.endswith("元") or "万元" in text:
        return text
    return "≥" * text.startswith("≥") + words.rounded(Decimal(number(text)) / 10000, 2)


def told_on_screen(indicator: Indicator, row: Figure) -> tuple[str, ...]:
    """Value, bound, who reported, the change and its size, or why there is none."""
    value = in_ten_thousands(indicator, words.figure(indicator, row))
    amount, _against, _tone = words.change(indicator, row)
    size = in_ten_thousands(indicator, amount.strip("↑↓→ "))
    reason = row.change.reason if row.change and row.value is not None and not row.change.kind else ""
    return number(value), "≥" * ("≥" in value), words.share(row), number(size) or size, amount[:1], reason


def told_in_print(indicator: Indicator, row: Figure) -> tuple[str, ...]:
    pen = Pen(row.period, "v000001", {})
    bare = text_of((pen.bare(indicator, row),))
    whole = text_of(pen.whole(indicator, row))
    assert words.share(row, counted) in whole, whole
    share = words.share(row)
    assert (row.value is None) == (bare == DASH)
    side = "previous" if row.change is row.previous else "year"
    cell = text_of((pen.change(indicator, row, side),)) if row.change else DASH
    clause = text_of(pen.clause(indicator, row, side)) if row.change else ""
    if cell == DASH:
        told = row.change is not None and row.change.kind == "parts"
        assert bool(clause) == told, (cell, clause)
    arrow = {"+": "↑", "-": "↓", DASH: ""}.get(cell[:1], "→")
    if cell.startswith("不足"):
        arrow = "→"
    reason = row.change.reason if row.change and row.value is not None and not row.change.kind else ""
    if reason and reason != "nothing":
        assert reason_of(reason)
        assert words.because(row.change)
    size = "" if cell == DASH else number(cell) or cell
    return number(bare), "≥" * ("≥" in bare), share, size, arrow, reason


def disagreements(con: Any, library: Any, where: Iterable[tuple[str, Period]]) -> Iterator[str]:
    every = list(library.indicators.values())
    by_period: dict[Period, list[str]] = {}
    for area, period in where:
        by_period.setdefault(period, []).append(area)
    for period, areas in by_period.items():
        for row in figure.figures(con, every, areas, period):
            indicator = library.indicators[row.indicator]
            screen, paper = told_on_screen(indicator, row), told_in_print(indicator, row)
            if screen != paper:
                yield f"{row.indicator} {row.area_code} {period}: {screen} ≠ {paper}"


@pytest.fixture(autouse=True)
def chinese_words():
    speak("zh")


def test_the_page_and_the_paper_agree(con, library):
    some = random.Random(10).sample(everywhere(con), SAMPLED)
    some += [(area, parse(period)) for area, periods in PERIODS.items() for period in periods]
    assert list(disagreements(con, library, some)) == []


@pytest.mark.sweep
@pytest.mark.timeout(3000)
def test_the_page_and_the_paper_agree_everywhere(con, library):
    """In a sixteenth of all places and periods: the whole takes seven minutes and the run has fifteen."""
    every = everywhere(con)
    assert len(every) > 10_000
    some = random.Random(11).sample(every, len(every) // 16)
    assert list(disagreements(con, library, some)) == []
