"""Sentences by hand: points, growth, small bases, lower bounds, nothing reported, ties, halves."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tuanqing.define.language import speak
from tuanqing.define.period import parse
from tuanqing.define.query import Indicator
from tuanqing.measure.figure import Amount, Change, Sum
from tuanqing.measure.figure import Figure as Row
from tuanqing.measure.reporting import Heard
from tuanqing.show.document import sentences
from tuanqing.show.document.figures import Pen, nouns
from tuanqing.show.document.model import chinese, numbered, text_of

PEN = Pen(parse("2023"), "v000001", {})
MONTH = Pen(parse("2023-12"), "v000001", {"teams": "支"})
DAY = date(2023, 12, 31)
WHOLE = Heard(reported=22, expected=22, some=22, level="township")
SOME = replace(WHOLE, reported=17, some=17)


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
) -> Row:
    """A figure as `measure.figure` gives it, reported by everybody; no change is known unless given."""
    numerator = value if numerator is None else numerator
    given = {
        "period": parse("2023-12"),
        "indicator": "some",
        "area_code": "1",
        "area_name": "岗王镇",
        "value": value,
        "numerator": None if numerator is None else Decimal(str(numerator)),
        "denominator": None if denominator is None else Decimal(str(denominator)),
        "status": "no_target",
        "heard": WHOLE,
    }
    return Row(**{**given, **more})


def said(pen: Pen, indicator: Indicator, given: Row, **sums: Sum) -> str:
    told = sentences.figures(pen, [indicator], {indicator.name: given}, sums, DAY, {indicator.name: ["名册"]})
    return "".join(text_of(runs) for runs in told)


def compared(kind: str, size: float | None, value: float = 80.0, side: str = "year", **more: Any) -> dict:
    """A change against the end of a year, or the month before."""
    then = {"period": parse("2022" if side == "year" else "2023-11"), "value": value, "heard": WHOLE}
    was = Amount(**{**then, "numerator": Decimal(4), **more})
    return {side: Change(side, was, kind, size, at_end=side == "year")}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (1.25, "，比上年末提高1.3个百分点"),  # half away from zero
        (-1.25, "，比上年末下降1.3个百分点"),
        (0.0, "，与上年末持平"),
        (0.04, "，比上年末变化不足0.1个百分点"),
    ],
)
def test_a_difference_of_rates_is_in_points(make, change: float, words: str):
    text = said(PEN, make("percent", True), row(86.36, 19, 22, **compared("points", change)))
    assert text == f"截至2023年12月31日，甲86.4%（19/22）{words}。"


@pytest.mark.parametrize(("change", "words"), [(1.2, "增长1.2%"), (-1.2, "下降1.2%")])
def test_growth_of_an_amount_is_in_per_cent(make, change: float, words: str):
    text = said(PEN, make("count"), row(604, **compared("percent", change)))
    assert text == f"截至2023年12月31日，甲604个，比上年末{words}。"


def test_below_a_base_of_ten_counts_are_given(make):
    assert (
        said(PEN, make("count"), row(7, **compared("count", 3.0)))
        == "截至2023年12月31日，甲7个，比上年末增加3个。"
    )
    assert (
        said(PEN, make("count"), row(4, **compared("count", -3.0)))
        == "截至2023年12月31日，甲4个，比上年末减少3个。"
    )
    earlier = compared("parts", None, 25.0, numerator=Decimal(2), denominator=Decimal(8))
    assert (
        said(PEN, make("percent", True), row(37.5, 3, 8, **earlier))
        == "截至2023年12月31日，甲3/8，上年末为2/8。"
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
    unknown = {"previous": replace(compared("", None, side="previous")["previous"], reason="bound")}
    text = said(MONTH, flow, row(34591, lower_bound=True, **unknown))
    assert text == "2023年12月，甲不少于34591人次。"
    assert text_of((MONTH.bare(flow, row(34591, lower_bound=True)),)) == "≥34591"
    assert text_of((MONTH.change(flow, row(34591, **unknown), "previous"),)) == "—"


@pytest.mark.parametrize(
    ("unit", "value", "words"),
    [
        ("person_time", 34000, "3.4万余人次"),
        ("person", 60000, "6万余人"),
        ("person", 900, "900余人"),
        ("person_time", 34591, "不少于34591人次"),
        ("person_time", 13400, "13400余人次"),
        ("yuan", 560000, "56万余元"),
        ("yuan", 316300, "不少于31.63万元"),
        ("yuan", 3000, "3000余元"),
        ("yuan", 1392.7, "不少于1392.70元"),
    ],
)
def test_yu_stands_after_a_round_number_alone(make, unit: str, value: float, words: str):
    flow = make(unit, over_time={"numerator": "sum", "denominator": "sum"})
    assert said(MONTH, flow, row(value, lower_bound=True)) == f"2023年12月，甲{words}。"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1392.7, "1392.70元"),
        (3000, "3000元"),
        (9999.99, "9999.99元"),
        (10000, "1万元"),
        (123456, "12.35万元"),
    ],
)
def test_money_is_said_in_the_unit_an_office_says(make, value: float, words: str):
    flow = make("yuan", over_time={"numerator": "sum", "denominator": "sum"})
    assert said(MONTH, flow, row(value)) == f"2023年12月，甲{words}。"
    missed = row(value, target=value + 500, status="missed")
    assert "比目标（" in text_of(sentences.missed(MONTH, flow, missed, None, []))
    assert "低500元" in text_of(sentences.missed(MONTH, flow, missed, None, []))


def test_a_number_is_said_of_what_is_counted(make):
    def one(name: str, title: str, unit: str = "count", **more: Any) -> Indicator:
        return make(unit, name=name, titles={"zh": title, "en": title}, **more)

    every = [
        one("a", "团组织数"),
        one("b", "服务队数"),
        one("c", "受助人数", "person"),
        one("d", "参加人次", "person_time"),
        one("e", "活动场数", "session"),
        one("f", "活动场次", "session"),
        one("g", "平均活动场次", "ratio", rate=True),
    ]
    pen = replace(PEN, nouns=nouns(every))
    assert [pen.noun(i) for i in every] == [
        "团组织", "服务队", "受助", "参加", "活动场数", "活动场次", "平均活动场次",
    ]  # fmt: skip
    assert said(pen, every[0], row(732)) == "截至2023年12月31日，团组织732个。"


def test_the_one_that_is_missing_is_named(make):
    flow = make("person", over_time={"numerator": "sum", "denominator": "sum"})
    heard = Heard(21, 22, 21, level="township", lacking="岗王镇")
    assert said(PEN, flow, row(830, heard=heard, status="partial")) == "2023年12月，甲830人（岗王镇未报）。"
    part = replace(heard, some=22)
    assert said(PEN, flow, row(830, heard=part)) == "2023年12月，甲830人（岗王镇只报了一部分）。"
    rate, below = make("percent", True), row(50.0, 10, 20, status="missed", target=100.0, area_name="三镇")
    rows = [row(100.0, 10, 10, status="met")] * 21 + [below]
    text = text_of(sentences.ranking(PEN, rate, "township", rows, "1", gaps_elsewhere=True)[0])
    assert text == "甲：22个乡镇（街道）中，21个达标；1个未达标：三镇（10/20，50.0%）。"


def test_nothing_reported_says_so_and_is_no_zero(make):
    assert (
        said(MONTH, make("count"), row(None, heard=Heard(0, 22)))
        == "未报，无法判断的：甲（填报模板：名册）。"
    )
    assert text_of((MONTH.bare(make("count"), row(None)),)) == "—"
    assert said(MONTH, make("count"), row(0)) == "截至2023年12月31日，甲0个。"


def test_a_month_has_both_comparisons_and_the_sum_since_january(make):
    flow = make("session", over_time={"numerator": "sum", "denominator": "sum"})
    changes = compared("percent", 20.0, side="previous") | {
        "year": Change("year", Amount(parse("2022-12"), Decimal(80), None, 80.0), "percent", -25.0)
    }
    given = row(60, **changes)
    total = Sum(Amount(parse("2023-12"), Decimal(783), None, 783.0, heard=SOME), 0)
    assert (
        said(MONTH, flow, given, some=total)
        == "2023年12月，甲60场，比上月增长20.0%，比上年同期下降25.0%，1月起累计783场。"
    )
    assert "1月起累计783场（其中有的月份未报齐）。" in said(
        MONTH, flow, given, some=replace(total, missing=2)
    )


def areas(values: list[float | None], **more: Any) -> list[Row]:
    known = sorted((v for v in values if v is not None), reverse=True)
    return [
        row(
            v,
            area_name=f"{chinese(n)}镇",
            rank=None if v is None else known.index(v) + 1,
            tied=known.count(v),
            **more,
        )
        for n, v in enumerate(values, start=1)
    ]


def ranked(indicator: Indicator, rows: list[Row]) -> str:
    told = sentences.ranking(PEN, indicator, "township", rows, "1")
    told += sentences.unranked(PEN, [indicator], "township", {indicator.name: rows}, "1")
    return "".join(text_of(runs) for runs in told)


def test_first_and_last_are_named_and_nobody_among_equals(make):
    count = make("count")
    assert ranked(count, areas([9, 8, 7, 5, 4, 3, 2])) == (
        "甲：居前的是一镇（9个）、二镇（8个）、三镇（7个）；居后的是七镇（2个）、六镇（3个）、五镇（4个）。"
    )
    assert ranked(count, areas([9, 8, 8, 5, 4, 3, 3])) == "甲：居前的是一镇（9个）。"
    assert ranked(count, areas([9, 9, 8, 5, 4, 3, 2])).startswith("甲：并列居首的2个（9个）；居后的是七镇")
    assert ranked(count, areas([9, 8, 7, 5, 4, 0, 0])) == (
        "甲：居前的是一镇（9个）、二镇（8个）、三镇（7个）；2个为零：六镇、七镇。"
    )
    assert ranked(count, areas([3, 3, 3, 3, 3, 3])) == ""  # nobody leads
    assert ranked(count, areas([3, 2, 1])) == ""  # too few to rank


def test_of_many_at_zero_only_the_number_is_said(make):
    assert ranked(make("count"), areas([2, 1, *[0] * 20])).endswith("；20个为零。")


def test_where_one_has_not_reported_nobody_is_ranked(make):
    rows = areas([9, 8, 7, 5, 4, 3, None])
    rows[-1] = replace(rows[-1], heard=Heard(0, 1, 0, level="township"))
    rows[:-1] = [replace(r, heard=Heard(1, 1, 1, level="township"), rank=None) for r in rows[:-1]]
    assert ranked(make("count"), rows) == "甲：七镇未报齐，不作排名。"


def test_a_partial_total_says_so_in_the_same_breath(make):
    flow = make("person", over_time={"numerator": "sum", "denominator": "sum"})
    given = row(830, heard=Heard(1, 13, 1, level="county"), status="partial")
    assert said(PEN, flow, given) == "2023年12月，甲830人（13个县区中1个有数据）。"
    rate = row(4.87, 4044.5, 830, heard=Heard(1, 13, 1, level="county"))
    assert text_of(PEN.whole(make("hour", True), rate)) == "4.9小时（4044.5/830，13个县区中1个有数据）"
    assert text_of((PEN.cell(flow, given),)) == "830 (1/13)"
    assert text_of((PEN.reporters(flow, given),)) == "1/13"


def test_a_period_that_has_not_ended_is_called_by_its_months(make):
    flow = make("session", over_time={"numerator": "sum", "denominator": "sum"})
    heard = replace(WHOLE, until=date(2023, 6, 1))
    given = row(29, period=parse("2023"), heard=heard, **compared("", None))
    assert said(PEN, flow, given) == "2023年1—6月，甲29场。"
    assert text_of((PEN.reporters(flow, given),)) == "22/22 (1—6月)"


def test_a_list_speaks_of_its_own_day_and_is_compared_with_an_earlier_list(make):
    def on(day: date) -> Heard:
        return replace(WHOLE, listed=day, as_of=day, lists=day.toordinal())

    was = Amount(parse("2023-11"), Decimal(657), None, 657.0, heard=on(date(2023, 6, 30)))
    change = Change("previous", was, "percent", 11.4, by_list=True, at_end=True)
    given = row(732, heard=on(date(2023, 12, 30)), previous=change)
    assert said(MONTH, make("count"), given) == (
        "截至2023年12月30日，甲732个，比2023年6月30日的名册增长11.4%。"
    )
    year = Amount(parse("2022"), Decimal(657), None, 657.0, heard=on(date(2022, 12, 31)))
    given = row(732, heard=on(DAY), year=Change("year", year, "percent", 11.4, by_list=True, at_end=True))
    assert said(PEN, make("count"), given) == "截至2023年12月31日，甲732个，比上年末增长11.4%。"


def test_what_cannot_be_worked_out_says_why(make):
    bound = row(None, 5, 8)
    empty = row(None, 0, 0)
    assert said(MONTH, make("percent", True), bound) == "分母只是下限，不能计算的：甲。"
    assert said(MONTH, make("percent", True), empty) == "已报，本期没有发生的：甲。"


def test_unchanged_is_level_however_small_the_base(make):
    rate = make("percent", True)
    for kind in ("points", "parts"):
        given = row(37.5, 3, 8, **compared(kind, 0.0, 37.5, numerator=Decimal(3), denominator=Decimal(8)))
        assert text_of((PEN.change(rate, given, "year"),)) == "持平"
        assert said(PEN, rate, given).endswith("，与上年末持平。")


def test_against_a_target_those_below_are_named_with_their_counts(make):
    rate = make("percent", True)
    rows = [
        row(100.0 * n, n, 1, area_name=f"{chinese(i)}镇", status="met" if n else "missed")
        for i, n in enumerate([1, 1, 0], 1)
    ]
    assert ranked(rate, rows) == "甲：3个乡镇（街道）中，2个达标；1个未达标：三镇。"
    assert ranked(rate, rows[:2]) == "甲：2个乡镇（街道）全部达标。"
    rows[2] = replace(rows[2], value=None, status="no_data")
    assert ranked(rate, rows) == "甲：3个乡镇（街道）中，2个达标；1个无法判断：三镇。"


@pytest.mark.parametrize(
    ("states", "told"),
    [
        (["met"], "设有目标的1项指标已达标。"),
        (["missed"], "设有目标的1项指标中，1项未达标：甲（80.0%）。"),
        (["met", "missed"], "设有目标的2项指标中，1项达标；1项未达标：甲（80.0%）。"),
        (["met", "partial"], "设有目标的2项指标中，1项达标；1项无法判断：只报了一部分的1项。"),
        (
            ["waits", "no_data", "unsure"],
            "设有目标的3项指标都无法判断：没有数据的1项、期间未结束的1项、只是下限的1项。",
        ),
    ],
)
def test_the_targets_of_a_report_in_one_sentence(make, states, told):
    aimed = [make("percent", True, name=f"n{k}") for k in range(len(states))]
    rows = {
        i.name: row(80.0, 16, 20, status=state, target=90.0) for i, state in zip(aimed, states, strict=True)
    }
    assert text_of(sentences.targets(PEN, aimed, rows, "1")) == told


def test_a_target_missed_by_little_is_missed_by_something(make):
    rate = make("percent", True)
    given = row(89.96, 2249, 2500, status="near", target=90.0)
    told = text_of(sentences.missed(PEN, rate, given, None, []))
    assert told == "甲89.96%（2249/2500），比目标（90%）低0.04个百分点。"


def test_numbers_of_headings():
    assert [numbered(level, 2) for level in (1, 2, 3, 4)] == ["二、", "（二）", "2.", "（2）"]
    assert [chinese(n) for n in (1, 10, 11, 20, 21, 99)] == ["一", "十", "十一", "二十", "二十一", "九十九"]
