"""Figures in words: rounding, units, bounds, small bases, changes."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tuanqing.define.period import parse
from tuanqing.measure.figure import Amount, Change, Figure, Sum
from tuanqing.measure.findings import Due
from tuanqing.measure.reporting import Heard
from tuanqing.measure.trend import Verdict
from tuanqing.show import headings, lines, words


@pytest.fixture
def rate(library):
    return library.indicators["youth_home_township_coverage"]


@pytest.fixture
def money(library):
    return library.indicators["funding_received"]


def row(numerator, denominator=None, value=None, bound=False, **more):
    parts = (None if n is None else Decimal(str(n)) for n in (numerator, denominator))
    return Figure(parse("2023"), *parts, value, bound, **more)


def changed(kind, size, side="year"):
    return row(1, 1, 1.0, **{side: Change(side, Amount(parse("2022"), value=1.0), kind, size)})


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (0.5, 0, "1"),
        (2.5, 0, "3"),
        (-2.5, 0, "-3"),
        (86.35, 1, "86.4"),
        (1.005, 2, "1.01"),
        (-0.04, 1, "0.0"),
        (0.15 - 0.1, 1, "0.1"),  # 0.04999999999999999 to the machine
        (100 * 1.005, 1, "100.5"),
        (Decimal("1234567.5"), 0, "1,234,568"),
    ],
)
def test_rounds_half_away_from_zero(value, places, text):
    assert words.rounded(value, places) == text


def test_a_rate_shows_its_parts(rate):
    assert words.figure(rate, row(19, 22, 86.3636)) == "86.4%"
    assert words.parts(rate, row(19, 22, 86.3636)) == "19/22"
    assert words.full(rate, row(19, 22, 86.3636)) == "19/22 = 86.4%"


def test_below_a_base_of_ten_counts_stand_for_percentages(rate):
    assert words.figure(rate, row(3, 9, 33.3)) == "3/9"
    assert words.figure(rate, row(3, 10, 30.0)) == "30.0%"


def test_missing_is_not_zero(rate, money):
    assert words.figure(rate, row(None)) == "暂无数据"
    assert words.figure(rate, row(0, 12, 0.0)) == "0.0%"
    assert words.figure(money, row(0, None, 0.0)) == "0元"


def test_money_is_in_ten_thousands_and_bounds_are_told(money):
    assert words.figure(money, row(560000, None, 560000.0)) == "56.00万元"
    assert words.figure(money, row(12850, None, 12850.0, bound=True)) == "≥1.29万元"


def test_a_small_sum_is_in_yuan(money):
    assert words.figure(money, row(34.1, None, 34.1)) == "34.10元"  # 0.00万元 would say nothing was received
    assert words.figure(money, row(3000, None, 3000.0)) == "3,000元"
    assert words.figure(money, row(10000, None, 10000.0)) == "1.00万元"


def test_of_many_units_to_phone_one_is_named_and_the_others_counted():
    units = (("1", "甲镇"), ("2", "乙镇"), ("3", "丙镇"))
    line = Due("check", "c", "error", 9, units, 4, None, "")

    assert lines.due(line, {"c": "某事"}, parse("2023-12")) == ("某事", "甲镇，还有6个", "9件")
    assert (
        lines.due(replace(line, areas=units[:2], more=0), {"c": "某事"}, parse("2023-12"))[1] == "甲镇 乙镇"
    )


def test_money_per_head_is_in_yuan(library):
    per_head = library.indicators["pioneer_funding_per_head"]

    assert words.figure(per_head, row(11200, 10000, 1.125)) == "1.13元"


@pytest.mark.parametrize(
    ("kind", "change", "text"),
    [
        ("points", 9.09, "↑ 9.1个百分点"),
        ("points", -2.25, "↓ 2.3个百分点"),
        ("percent", 8.34, "↑ 8.3%"),
        ("count", 2.0, "↑ 2"),
        ("points", 0.0, "→ 持平"),
        (
            "points",
            -0.04,
            "→ 不足0.1个百分点",
        ),  # nobody is told that something fell by 0.0, nor that it is the same
    ],
)
def test_changes(rate, kind, change, text):
    found = changed(kind, change)

    assert words.change(rate, found)[:2] == (text, "同比")


def test_a_change_is_good_or_bad_by_the_indicator(rate, money):
    up = changed("percent", 5.0, "previous")

    assert words.change(rate, up)[2] == "good"
    assert words.change(rate, changed("percent", -5.0))[2] == "bad"
    assert words.change(money, up)[2] == "even"
    assert words.change(money, up)[1] == "环比"


def test_dates_and_months():
    assert words.day(date(2023, 12, 31)) == "2023年12月31日"
    assert words.month(date(2023, 6, 30)) == "2023年6月"


def test_findings(rate, money):
    met = row(1, 1, 100.0, status="met", area_name="甲镇")
    missed = row(0, 1, 0.0, status="missed", area_name="乙镇")

    assert headings.finding(rate, "township", [met] * 3, row(3, 3, 100.0), "某县").endswith("3个乡镇全部达标")
    for one, said in ((met, "已达标"), (missed, "未达标")):  # of one township one does not speak in numbers
        assert headings.finding(rate, "township", [one], one, "某县").endswith(f"：{one.area_name}{said}")
    only = row(3, None, 3.0, status="no_target", area_name="岗王镇")
    assert headings.finding(money, "township", [only], only, "某县").endswith("：某县 3元")
    assert headings.finding(rate, "township", [met, missed], row(1, 2, 50.0), "某县").endswith(
        "1个乡镇达标，1个未达标"
    )
    assert headings.finding(rate, "township", [met, met, row(None)], row(2, 3, 66.7), "某县").endswith(
        "2个乡镇达标，1个无法判断"
    )
    alone = row(5, 10, 50.0, status="no_target", area_name="甲镇")
    silent = row(None, status="no_data", area_name="乙镇")
    assert headings.finding(rate, "township", [silent, alone], alone, "某县").endswith(
        "某县 50.0%，只有甲镇报了"
    )


def test_nobody_is_first_or_last_among_equals(money):
    def said(*values, **more):
        some = [
            row(v, None, v, status="no_target", area_name=f"{n}镇", **more)
            for n, v in enumerate(values, start=1)
        ]
        return headings.finding(
            money, "township", some, row(sum(values), None, sum(values)), "某县"
        ).partition(" ")[2]

    assert said(10000.0, 20000.0, 30000.0) == "6.00万元，3镇最高，1镇最低"
    assert said(10000.0, 10000.0, 30000.0) == "5.00万元，3镇最高"
    assert said(10000.0, 30000.0, 30000.0) == "7.00万元，1镇最低"
    assert said(10000.0, 10000.0, 30000.0, 30000.0) == "8.00万元"
    partial = Heard(reported=1, expected=3, some=2)
    assert said(10000.0, 20000.0, heard=partial) == "3.00万元"


def test_a_verdict_says_what_it_rests_on():
    assert words.verdict(Verdict("rising", 5, "quarter")) == "明显上升（近5个季度）"


def test_money_in_english_is_in_yuan(money):
    from tuanqing.define.language import speak

    speak("en")
    try:
        assert words.figure(money, row(17680000, None, 17680000.0)) == "17,680,000 yuan"
    finally:
        speak("zh")


def test_a_sum_since_january_says_that_it_is_a_lower_bound(rate):
    money = replace(rate, unit="yuan", denominator=None)

    def summed(bound: bool, missing: int) -> str:
        return words.since_january(money, Sum(row(56000, None, 56000.0, bound=bound), missing))

    assert summed(True, 0) == "1月起累计 ≥5.60万元"
    assert summed(False, 0) == "1月起累计 5.60万元"
    assert summed(False, 2) == "1月起累计 5.60万元（缺2个月）"
