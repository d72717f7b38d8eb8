"""Every card of every page, and every line of a unit's page, is the figure with all it carries: value, bound, who
reported it, change, reason. The pages and their cards are found, not listed."""

import html
import re
from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.pages.conftest import AREA, boards
from tuanqing.define import query as queries_of
from tuanqing.define.language import speak
from tuanqing.define.period import parse
from tuanqing.measure import figure
from tuanqing.show import words
from tuanqing.ui.frame.discovery import discover

PAGES = [page.name for page in discover() if page.file.parent.name in ("board", "pipeline", "reform")]
PERIODS = ("2023", "2023-06", "2022H2")
CARD = re.compile(
    r'<a data-go class="tq-card[^"]*" href="[^"]*"(?: title="(?P<hover>[^"]*)")?>'
    r'<div class="tq-label">(?P<label>.*?)</div><div class="tq-value">(?P<value>.*?) <b>(?P<parts>.*?)</b></div>'
    r'(?:<div class="tq-share">(?P<share>.*?)</div>)?<div class="tq-change">(?P<change>.*?)</div>'
)
INDICATORS = {indicator.title: indicator for indicator in queries_of.load_all().indicators.values()}


@pytest.fixture(scope="module")
def figures(huishui):
    """By period and title the figure itself."""
    with closing(huishui.read()) as snapshot:
        every = list(INDICATORS.values())
        return {
            period: {
                every_title[row.indicator]: row
                for row in figure.figures(snapshot, every, [AREA], parse(period))
            }
            for period in PERIODS
            for every_title in [{i.name: i.title for i in every}]
        }


def cards(text: str) -> Iterator[dict[str, str]]:
    for found in CARD.finditer(text):
        yield {
            name: html.unescape(re.sub(r"<[^>]+>", "", part or ""))
            for name, part in found.groupdict().items()
        }


@pytest.mark.parametrize("page", PAGES)
def test_every_card_is_the_figure(visit, figures, page: str):
    speak("zh")
    for period in PERIODS:
        for card in cards("\n".join(boards(visit(page, area=AREA, period=period)).values())):
            indicator = INDICATORS.get(card["label"])
            if indicator is None:
                continue  # a card of counts of its own (people on the way, rows of a list)
            row = figures[period][card["label"]]
            amount, against, _tone = words.change(indicator, row)
            assert card["value"] == words.figure(indicator, row), (page, period, card)
            assert words.share(row) in card["share"], (page, period, card)
            assert (row.value is not None and row.until is not None) == bool(
                re.search(r"\d月", card["share"])
            ), card
            assert card["change"].startswith(" ".join(part for part in (amount, against) if part)), card
            assert card["hover"] == " · ".join(words.hover(indicator, row)), card
            if row.change is not None and row.value is not None and row.change.reason not in ("", "nothing"):
                assert words.because(row.change) in card["hover"], card


def test_cards_are_found(visit):
    """The pattern sees what the pages draw."""
    found = [
        c["label"]
        for page in ("volunteering", "youth_homes", "funding", "fees")
        for c in cards("\n".join(boards(visit(page, area=AREA, period="2023-06")).values()))
    ]
    assert len(set(found) & INDICATORS.keys()) > 12


def test_a_units_page_has_each_figure_with_its_change(visit, figures):
    speak("zh")
    text = "\n".join(boards(visit("unit", area=AREA, period="2023")).values())
    checked = 0
    for title, row in figures["2023"].items():
        line = re.search(rf"<tr><td[^>]*><a [^>]*>{re.escape(html.escape(title))}</a></td>(.*?)</tr>", text)
        if line is None:
            continue
        told = html.unescape(re.sub(r"<[^>]+>", " ", line[1]))
        assert words.full(INDICATORS[title], row) in told, title
        amount, against, _tone = words.change(INDICATORS[title], row)
        assert (amount or against) in html.unescape(line[1]), title
        checked += 1
    assert checked > 20
