"""HTML, charts and colours."""

import re
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from tuanqing.define.period import parse
from tuanqing.measure.figure import Amount, Figure
from tuanqing.measure.inequality import Spread, Theil
from tuanqing.measure.rating import Reached
from tuanqing.measure.reporting import Heard
from tuanqing.show import chart, html, inequality, rating, receipt, series, words
from tuanqing.show.palette import DARK, LIGHT, MARKS, THEMES, mark
from tuanqing.store.warehouse.receipt import Receipt


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.1)."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", THEMES.values(), ids=THEMES)
def test_every_status_is_legible(palette):
    for status in ("met", "near", "missed", "no_data"):
        assert contrast(palette.ink, palette.status(status)) >= 7
    for strong, wash in (("green", "green_wash"), ("amber", "amber_wash"), ("red", "red_wash")):
        assert contrast(getattr(palette, strong), getattr(palette, wash)) >= 4.5


@pytest.mark.parametrize("palette", THEMES.values(), ids=THEMES)
def test_text_is_legible_on_whatever_it_stands_and_bars_on_the_page(palette):
    washes = (palette.page, palette.wash, palette.none_wash)
    for text in (palette.ink, palette.label, palette.blue, palette.amber, palette.red, palette.green):
        assert min(contrast(text, each) for each in washes) >= 4.5, text
    for each in (palette.green_wash, palette.amber_wash, palette.red_wash):
        assert contrast(palette.label, each) >= 4.5
    assert min(contrast(palette.ink, each) for each in palette.blues) >= 4.5  # tiles
    for drawn in (palette.blue, palette.blues[3], palette.faint, palette.red, palette.amber, palette.green):
        assert contrast(drawn, palette.page) >= 3, drawn


def test_the_themes_name_the_same_colours():
    assert [f.name for f in fields(LIGHT)] == [f.name for f in fields(DARK)]
    assert LIGHT.css().count("--tq-") == DARK.css().count("--tq-")


def test_every_status_has_its_own_mark():
    told = [mark(status) for status in ("met", "near", "missed", "no_data", "partial", "waits", "unsure")]

    assert told == ["●", "◐", "▼", "–", "◔", "○", "?"]
    assert set(MARKS) == {"met", "near", "missed", "no_data", "partial", "waits", "unsure", "no_target"}
    assert [word for word in ("未报全", "还没完", "至少") if word in html.legend()] == []
    assert [word in html.legend(MARKS) for word in ("◔ 未报全", "○ 这一期还没完", "? 只知道“至少”")] == [
        True
    ] * 3


def test_what_comes_from_files_cannot_become_markup():
    nasty = '<img src=x onerror=alert(1)>"'

    shapes = [
        html.heading(nasty, nasty),
        html.title(nasty, [(nasty, nasty)], nasty, nasty),
        html.table([nasty], [[html.text(nasty)]]),
        html.facts([(nasty, nasty)]),
        html.tiles([{"name": nasty, "value": nasty, "shade": 1, "status": "met", "href": nasty, "title": nasty}]),
        html.todo([(nasty, nasty, nasty, nasty, True)], [nasty], nasty),
        html.notice(nasty, nasty, nasty),
    ]  # fmt: skip

    assert not any("<img" in shape or '">"' in shape for shape in shapes)


def test_a_missing_period_is_a_gap_in_the_sparkline():
    drawn = html.spark([1.0, 2.0, None, 4.0, 5.0], bars=False)

    assert drawn.count("<polyline") == 2
    assert drawn.count('class="gap"') == 1
    assert "<polyline" not in html.spark([None, None], bars=False)


def test_reasons_on_the_page_leave_out_what_is_for_the_command_line():
    account = Receipt(
        "f.csv",
        reasons=[{"reason": "请选定所属县（命令行用 --area），或加一列县名", "count": 3, "first_line": 2}],
    )

    assert "请选定所属县，或加一列县名" in receipt.reasons(account)


def test_key_cards_fill_their_lines_evenly():
    entry = dict.fromkeys(
        (
            "href",
            "label",
            "parts",
            "value",
            "share",
            "change",
            "against",
            "tone",
            "note",
            "spark",
            "chosen",
            "title",
        ),
        "",
    )

    def per_line(n):
        return int(re.findall(r"--per-line:(\d+)", html.cards([entry] * n))[0])

    assert [per_line(n) for n in (0, 1, 5, 6, 7, 9, 12, 13)] == [1, 1, 5, 6, 4, 5, 6, 5]


def rows(*values):
    return [
        Figure(
            parse("2023"),
            v and Decimal(str(v)),
            Decimal(100),
            v,
            area_code=str(n),
            area_name=f"镇{n}",
            status=s,
        )
        for n, (v, s) in enumerate(values)
    ]


def test_bars_are_sorted_and_no_data_is_hatched_at_the_foot(library):
    rate = library.indicators["youth_home_township_coverage"]
    found = rows((50.0, "missed"), (None, "no_data"), (100.0, "met"), (95.0, "near"))
    whole = Figure(parse("2023"), value=81.0)

    figure = chart.bars(rate, found, 100.0, whole, "某县", LIGHT)

    assert list(figure.data[0].y) == ["1", "0", "3", "2"]  # from the foot up
    assert list(figure.data[0].marker.pattern.shape) == ["/", "", "", ""]
    assert "暂无数据" in figure.data[0].text[0]
    assert "".join(figure.data[0].text[1:]) == ""
    assert [text.split()[0] for text in figure.data[1].text] == ["50.0%", "95.0%", "100.0%"]
    assert set(figure.data[1].x) == {100.0}  # beyond every line, which would cross the words
    assert [re.sub("<.*?>", "", a.text) for a in figure.layout.annotations] == ["目标 100.0%", "某县 81.0%"]


def test_a_trend_leaves_gaps_open(library):
    rate = library.indicators["youth_home_township_coverage"]
    found = [
        Amount(parse("2023-01").shift(n), v and Decimal(str(v)), Decimal(100), v)
        for n, v in enumerate((50.0, None, None, 60.0))
    ]

    figure = series.trend(rate, found, LIGHT)

    assert figure.data[0].connectgaps is False
    assert list(figure.data[0].y) == [50.0, None, None, 60.0]
    assert any(shape.type == "rect" and (shape.x0, shape.x1) == (0.5, 2.5) for shape in figure.layout.shapes)


def test_in_a_trend_each_period_has_its_own_target(library):
    rate = library.indicators["youth_home_township_coverage"]
    rate = replace(rate, targets=((date.min, 60.0, ""), (date(2023, 3, 1), 90.0, "")))
    found = [Amount(parse("2023-01").shift(n), Decimal(50), Decimal(100), 50.0) for n in range(4)]

    lines = [shape for shape in series.trend(rate, found, LIGHT).layout.shapes if shape.type == "line"]

    assert [(line.x0, line.x1, line.y0) for line in lines] == [(-0.5, 1.5, 60), (1.5, 3.5, 90)]


@pytest.mark.parametrize(
    ("most", "ticks"),
    [
        (133_400, ["0", "5.00万元", "10.00万元"]),
        (28_600, ["0", "1.00万元", "2.00万元"]),
        (560_000, ["0", "25.00万元", "50.00万元"]),
        (100_000, ["0", "2.50万元", "5.00万元", "7.50万元", "10.00万元"]),
        (0, ["0"]),
    ],
)
def test_money_is_marked_off_in_round_amounts(library, most, ticks):
    money = library.indicators["funding_received"]
    found = [Amount(parse("2023-01"), Decimal(most), None, float(most))]

    figure = series.trend(money, found, LIGHT)

    assert list(figure.layout.yaxis.ticktext) == ticks


def test_the_tool_bar_speaks_chinese_and_sends_nothing():
    config = chart.config()

    assert config["displaylogo"] is False
    assert config["showSendToCloud"] is False
    assert config["locale"] == "zh-CN"


def test_measures_and_targets_are_rounded_half_away_from_zero_too():
    nothing = pl.DataFrame()
    spread = Spread(
        nothing, nothing, (), (), 1.0, 1.0, 1.0, 0.0625, Theil(0.03125, 0.03125, 0.0), 2.25, 20.25
    )  # all of them halves that a computer holds exactly, and rounds to even
    shown = inequality.measures(spread, "kind")
    assert all(f"<b>{text}</b>" in shown for text in ("0.063", "0.0313", "2.3", "20.3%"))
    assert "0.3%" in rating.targets([Reached("甲", "percent", 1.0, 0.25, 25.0, "missed")])


def test_a_period_that_few_have_reported_bears_a_badge():
    def amount(reported: int, expected: int) -> Amount:
        return Amount(
            parse("2023-12"), value=1.0, heard=Heard(reported, expected, reported, level="township")
        )

    assert words.thin(amount(17, 22))
    assert words.thin(amount(17, 22)) in words.reporters(amount(17, 22))
    assert not words.thin(amount(9, 10))
    assert not words.thin(amount(22, 22))
    assert not words.thin(amount(0, 0))
