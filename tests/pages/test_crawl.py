"""Twenty pages and more, each figure worked out again from the rows it opens to (看明细)."""

import re
from itertools import product

import polars as pl
import pytest

from tests.pages.conftest import AREA, boards
from tests.pages.test_cards import INDICATORS, cards
from tuanqing.define.language import speak
from tuanqing.define.query import Indicator
from tuanqing.ui.frame.discovery import discover

PAGES = [page.name for page in discover() if page.file.parent.name in ("board", "reform")]
MOST = {"2023": 99, "2023-06": 3, "2022": 3, "2023H1": 2}  # cards opened on a page
SCALE = {"万": 10_000, "亿": 100_000_000}
NUMBER = re.compile(r"(?P<number>[\d,]+(?P<decimals>\.\d+)?)(?P<scale>[万亿]?)")


def part(rows: pl.DataFrame, name: str, rule: str) -> float | None:
    """What the rows come to, by the rule the indicator declares; None where they are counts of people, told once each."""
    rows = rows.filter(pl.col(name).is_not_null())
    if rows.is_empty():
        return 0
    if rule == "last":
        rows = rows.filter(pl.col("月份") == rows["月份"].max())
    if rule == "distinct":
        return None if rows["名目"].is_null().any() else rows.filter(pl.col(name) > 0)["名目"].n_unique()
    return float(rows[name].cast(pl.Float64).sum())


def agree(shown: str, worked_out: float) -> bool:
    """Whether a number as printed is that number, to the digits printed."""
    found = NUMBER.search(shown)
    assert found, shown
    scale = SCALE.get(found["scale"], 1)
    digits = len(found["decimals"] or ".") - 1
    return abs(float(found["number"].replace(",", "")) - worked_out / scale) <= 0.5 * 10**-digits + 1e-9


def check(indicator: Indicator, card: dict[str, str], rows: pl.DataFrame) -> None:
    top = part(rows, "分子", indicator.over_time["numerator"])
    below = part(rows, "分母", indicator.over_time["denominator"]) if indicator.is_rate else None
    shown_top, _slash, shown_below = card["parts"].partition("/")
    if top is not None and shown_top:
        assert agree(shown_top, top), (card, top)
    if below is not None and shown_below:
        assert agree(shown_below, below), (card, below)
    if not indicator.is_rate and top is not None:
        assert agree(card["value"], top), (card, top)
    if top is not None and below and "/" not in card["value"] and re.match(r"\d", card["value"]):
        assert agree(card["value"], top / below * indicator.factor), (card, top, below)


@pytest.mark.sweep
def test_each_figure_is_what_its_rows_come_to(visit):
    speak("zh")
    opened: dict[tuple[str, str], int] = {}
    for page, (period, most) in product(PAGES, MOST.items()):
        found = list(cards("\n".join(boards(visit(page, area=AREA, period=period)).values())))
        for card in [card for card in found if card["label"] in INDICATORS][:most]:
            indicator = INDICATORS[card["label"]]
            at = visit(page, area=AREA, period=period, indicator=indicator.name)
            at.session_state[f"trace {page} {indicator.name}"] = True
            at.run()
            assert not at.exception
            for table in at.dataframe:
                if "分子" in table.value.columns and re.search(r"\d", card["value"]):
                    check(indicator, card, pl.DataFrame(table.value))
                    opened[page, period] = opened.get((page, period), 0) + 1
    assert len(opened) >= 20, opened
    assert sum(opened.values()) > 80
