"""A column of states under a header nobody knows is asked about: rows refused or undecided would count."""

from pathlib import Path

import pytest

from tuanqing.store.reading import open_file

CASES = Path(__file__).parents[2] / "uploads" / "cases"
HEADER = "姓名,身份证号,项目名称,志愿团体,服务日期,服务时长,乡镇,{header}\n"
ROW = "甲{n},V{n:03d},扫雪,青鸟队,2023-10-01,2,岗王镇,{state}\n"


def export(header: str, *states: str) -> str:
    return HEADER.format(header=header) + "".join(
        ROW.format(n=n, state=state) for n, state in enumerate(states)
    )


def test_the_case_itself():
    (sheet,) = open_file(CASES / "e11_status_header_not_known.xlsx")
    assert sheet.head[0][-1] == "记录状态"


@pytest.mark.parametrize(
    ("header", "states", "words"),
    [
        ("记录情况", ["已驳回", "待审核", "已生效"], "2行写着「已驳回」、「待审核」"),
        ("结论", ["通过", "通过", "不通过 "], "1行写着「不通过」"),
        ("是否有效", ["有效", "无效"], "1行写着「无效」"),
    ],
)
def test_rows_that_would_count_are_asked_about(bring, header, states, words):
    (outcome,) = bring("hours.csv", export(header, *states))
    assert outcome.receipt.batch is None
    (question,) = outcome.receipt.needs_yes
    assert header in question
    assert words in question
    (outcome,) = bring("hours.csv", export(header, *states), yes=True)
    assert outcome.receipt.added == len(states)


@pytest.mark.parametrize(
    ("header", "states"),
    [
        ("记录情况", ["已生效", "已生效"]),
        ("评语", ["无效", "表现很好", "十分积极", "来得早走得晚", "认真负责"]),
        ("状态", ["已驳回", "待审核", "已生效"]),
    ],
)
def test_other_columns_are_not_asked_about(bring, header, states):
    (outcome,) = bring("hours.csv", export(header, *states))
    assert not outcome.receipt.needs_yes


SERVICE = (
    "姓名,项目名称,服务日期,乡镇,{header}\n甲,扫雪,2023-10-01,岗王镇,{one}\n乙,扫雪,2023-10-02,岗王镇,{two}\n"
)


@pytest.mark.parametrize(
    ("header", "one", "two"), [("干了多久", "2", "3.5"), ("投入", "2小时", "90分钟"), ("贡献值", "1.50", "7")]
)
def test_numbers_nobody_reads_are_asked_about_where_the_rows_have_no_other(bring, header, one, two):
    text = SERVICE.format(header=header, one=one, two=two)
    (outcome,) = bring("hours.csv", text)
    (question,) = outcome.receipt.needs_yes
    assert header in question
    assert "服务时长" in question
    (outcome,) = bring("hours.csv", text, columns={header: "hours"})
    assert outcome.receipt.added == 2


@pytest.mark.parametrize(
    ("header", "one", "two"),
    [
        ("邮政编码", "476200", "476201"),
        ("备用电话", "13800000000", "13900000000"),
        ("出生年份", "1990", "1991"),
    ],
)
def test_numbers_that_name_or_order_are_not_asked_about(bring, header, one, two):
    (outcome,) = bring("hours.csv", SERVICE.format(header=header, one=one, two=two))
    assert not outcome.receipt.needs_yes
