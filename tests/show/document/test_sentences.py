"""Sentences by hand: points, growth, small bases, lower bounds, nothing reported, ties, halves."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tuanqing.define.language import speak
from tuanqing.define.period import parse
from tuanqing.define.query import Indicator
from tuanqing.show.document import sentences
from tuanqing.show.document.figures import Pen
from tuanqing.show.document.model import chinese, numbered, text_of

PEN = Pen(parse("2023"), "v000001", {})
MONTH = Pen(parse("2023-12"), "v000001", {"teams": "支"})
DAY = date(2023, 12, 31)


@pytest.fixture(autouse=True)
def chinese_words():
    speak("zh")


@pytest.fixture
def make(library):
    """make(unit, rate) gives an indicator of that unit, higher better, called 甲."""
    some = next(iter(library.indicators.values()))

    def make(unit: str, rate: bool = False, **more: Any) -> Indicator:
        stock = {"numerator": "last", "denominator": "last"}
        given = {
            "name": "some",
            "titles": {"zh": "甲", "en": "A"},
            "unit": unit,
            "over_time": stock,
            "better": "higher",
        }
        return replace(some, **{**given, "denominator": "乙" if rate else None, "targets": (), **more})

    return make


def row(
    value: float | None, numerator: float | None = None, denominator: float | None = None, **more: Any
) -> dict:
    """A row as `measure.report.lines` gives it; previous_ and year_ parts are nothing unless given."""
    numerator = value if numerator is None else numerator
    found: dict[str, Any] = {
        "area_code": "1", "area_name": "岗王镇", "value": value, "numerator": None if numerator is None else Decimal(str(numerator)),
        "denominator": None if denominator is None else Decimal(str(denominator)), "lower_bound": False, "status": "no_target",
        "target": None, "completion": None, "short": None, "rank": None,
    }  # fmt: skip
    for side in ("previous", "year"):
        found |= {f"{side}_{k}": None for k in ("numerator", "denominator", "value", "kind", "change")}
        found[f"{side}_lower_bound"] = False
    return {**found, **more}


def said(pen: Pen, indicator: Indicator, given: dict, **sums: dict) -> str:
    return "".join(
        text_of(r) for r in sentences.figures(pen, [indicator], {indicator.name: given}, sums, DAY)
    )


def compared(kind: str, change: float | None, value: float = 80.0, **more: Any) -> dict:
    return {
        "previous_kind": kind,
        "previous_change": change,
        "previous_value": value,
        "previous_numerator": Decimal(4),
        **more,
    }


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (1.25, "，比上年提高1.3个百分点"),  # half away from zero
        (-1.25, "，比上年下降1.3个百分点"),
        (0.0, "，与上年持平"),
        (0.04, "，与上年相比变化不足0.1个百分点"),
    ],
)
def test_a_difference_of_rates_is_in_points(make, change: float, words: str):
    text = said(PEN, make("percent", True), row(86.36, 19, 22, **compared("points", change)))
    assert text == f"截至2023年12月31日，甲86.4%（19/22）{words}。"


@pytest.mark.parametrize(("change", "words"), [(1.2, "增长1.2%"), (-1.2, "下降1.2%")])
def test_growth_of_an_amount_is_in_per_cent(make, change: float, words: str):
    text = said(PEN, make("count"), row(604, **compared("percent", change)))
    assert text == f"截至2023年12月31日，甲604个，比上年{words}。"


def test_below_a_base_of_ten_counts_are_given(make):
    assert (
        said(PEN, make("count"), row(7, **compared("count", 3.0)))
        == "截至2023年12月31日，甲7个，比上年增加3个。"
    )
    assert (
        said(PEN, make("count"), row(4, **compared("count", -3.0)))
        == "截至2023年12月31日，甲4个，比上年减少3个。"
    )
    earlier = compared("parts", None, 25.0, previous_numerator=Decimal(2), previous_denominator=Decimal(8))
    assert (
        said(PEN, make("percent", True), row(37.5, 3, 8, **earlier))
        == "截至2023年12月31日，甲3/8，上年为2/8。"
    )


def test_units_are_never_mixed_and_money_is_in_ten_thousands(make):
    flow = {"over_time": {"numerator": "sum", "denominator": "sum"}}
    for unit, words in (
        ("person", "12人"),
        ("person_time", "12人次"),
        ("session", "12场"),
        ("hour", "12小时"),
    ):
        assert said(MONTH, make(unit, **flow), row(12)) == f"2023年12月，甲{words}。"
    assert said(MONTH, make("yuan", **flow), row(563849.5)) == "2023年12月，甲56.38万元。"
    assert (
        said(MONTH, make("yuan", True, **flow), row(1.435, 2870, 2000))
        == "2023年12月，甲1.44元（2870/2000）。"
    )
    assert said(MONTH, make("count", name="teams"), row(755)) == "截至2023年12月31日，甲755支。"


def test_a_lower_bound_says_so_and_is_compared_with_nothing(make):
    flow = make("person_time", over_time={"numerator": "sum", "denominator": "sum"})
    text = said(MONTH, flow, row(34591, lower_bound=True, **compared("bound", None)))
    assert text == "2023年12月，甲34591余人次。"
    assert text_of((MONTH.bare(flow, row(34591, lower_bound=True)),)) == "≥34591"
    assert text_of((MONTH.change(flow, row(34591, **compared("bound", None)), "previous"),)) == "—"


def test_nothing_reported_says_so_and_is_no_zero(make):
    assert said(MONTH, make("count"), row(None)) == "本期暂无数据的指标：甲。"
    assert text_of((MONTH.bare(make("count"), row(None)),)) == "—"
    assert said(MONTH, make("count"), row(0)) == "截至2023年12月31日，甲0个。"


def test_a_month_has_both_comparisons_and_the_sum_since_january(make):
    flow = make("session", over_time={"numerator": "sum", "denominator": "sum"})
    given = row(60, **compared("percent", 20.0), year_kind="percent", year_change=-25.0, year_value=80.0)
    total = {
        "numerator": Decimal(783),
        "denominator": None,
        "value": 783.0,
        "lower_bound": False,
        "missing": 0,
    }
    assert (
        said(MONTH, flow, given, some=total)
        == "2023年12月，甲60场，比上月增长20.0%，比上年同期下降25.0%，1月起累计783场。"
    )
    assert "1月起累计783场（其中有的月份没有数据）。" in said(
        MONTH, flow, given, some={**total, "missing": 2}
    )


def areas(values: list[float | None], **more: Any) -> list[dict]:
    known = sorted((v for v in values if v is not None), reverse=True)
    return [
        row(v, area_name=f"{chinese(n)}镇", rank=None if v is None else known.index(v) + 1, **more)
        for n, v in enumerate(values, start=1)
    ]


def ranked(indicator: Indicator, rows: list[dict]) -> str:
    return "".join(text_of(r) for r in sentences.ranking(PEN, indicator, "township", rows, "1"))


def test_ranks_name_first_and_last_and_ties_share(make):
    count = make("count")
    assert ranked(count, areas([9, 8, 8, 5, 4, 3, 2])) == (
        "甲：居前的是一镇（9个）、二镇（8个）、三镇（8个）；居后的是七镇（2个）、六镇（3个）、五镇（4个）。"
    )
    assert ranked(count, areas([9, 8, 7, 5, 4, 0, 0, None])) == (
        "甲：居前的是一镇（9个）、二镇（8个）、三镇（7个）；2个为零：六镇、七镇。暂无数据的1个：八镇。"
    )
    assert ranked(count, areas([3, 3, 3, 3, 3, 3])) == ""  # nobody leads
    assert ranked(count, areas([3, 2, 1])) == ""  # too few to rank


def test_against_a_target_those_below_are_named_with_their_counts(make):
    rate = make("percent", True)
    rows = [
        row(100.0 * n, n, 1, area_name=f"{chinese(i)}镇", status="met" if n else "missed")
        for i, n in enumerate([1, 1, 0], 1)
    ]
    assert ranked(rate, rows) == "甲：3个乡镇中，2个达标，1个未达标：三镇。"
    assert ranked(rate, rows[:2]) == "甲：2个乡镇全部达标。"


@pytest.mark.parametrize(
    ("states", "told"),
    [
        (["met"], "设有目标的1项指标已达标。"),
        (["missed"], "设有目标的1项指标未达标：甲（80.0%）。"),
        (["met", "missed"], "设有目标的2项指标中，1项达标，1项未达标：甲（80.0%）。"),
    ],
)
def test_the_targets_of_a_report_in_one_sentence(make, states, told):
    judged = [make("percent", True, name=f"n{k}") for k in range(len(states))]
    rows = {
        i.name: row(80.0, 16, 20, status=state, target=90.0) for i, state in zip(judged, states, strict=True)
    }
    assert text_of(sentences.targets(PEN, judged, rows, "1")) == told


def test_a_target_missed_by_little_is_missed_by_something(make):
    rate = make("percent", True)
    given = row(89.96, 2249, 2500, status="near", target=90.0, short=90 - 89.96)
    told = text_of(sentences.missed(PEN, rate, given, None, []))
    assert told == "甲89.96%（2249/2500），比目标（90%）低0.04个百分点。"


def test_numbers_of_headings():
    assert [numbered(level, 2) for level in (1, 2, 3, 4)] == ["二、", "（二）", "2.", "（2）"]
    assert [chinese(n) for n in (1, 10, 11, 20, 21, 99)] == ["一", "十", "十一", "二十", "二十一", "九十九"]
