"""Rows that add up others are told by what they are, wherever they stand, held against their rows, and count nothing."""

from pathlib import Path

import pytest
import xlsxwriter

from tuanqing.show.receipt import left_out
from tuanqing.store.hold import totals

LEDGER = "日期,凭证号,资金来源,摘要,收入(元),支出(元)\n"
TEAMS = "团体名称,乡镇,注册志愿者数\n"
JANUARY = "2024-01-05,1,财政,拨款,10000,\n2024-01-20,2,财政,购书,,3000\n"
BOTH = "甲队,黄陵镇,10\n乙队,应举镇,5\n"

LEDGERS = {
    "month and year totals": (
        f"{JANUARY},,,本月合计,10000,3000\n,,,本年累计,10000,3000\n2024-02-03,3,财政,培训,,800\n"
        ",,,本月合计,0,800\n,,,本年累计,10000,3800\n"
    ),
    "pages that break": (
        f"2024-01-01,,,上年结转,5000,\n{JANUARY},,,过次页,10000,3000\n{LEDGER},,,承前页,10000,3000\n"
        "2024-01-25,3,财政,培训,,800\n,,,本月合计,10000,3800\n,,,本年累计,15000,3800\n"
    ),
    "in the third column": f"{JANUARY}2024-01-25,3,财政,培训,,800\n2024-01-31,,小 计,,10000,3800\n,,合　计：,,10000,3800\n",
    "above its rows": f"总计,,,,10000,3800\n{JANUARY}2024-01-25,3,财政,培训,,800\n",
    "called otherwise": f"{JANUARY}2024-01-31,,,一月份,10000,3000\n2024-02-03,3,财政,培训,,800\n",
    "a part of it": f"{JANUARY}2024-01-25,3,财政,培训,,800\n共计,,,,10000,3800\n其中：财政,,,,10000,3000\n",
}


@pytest.mark.parametrize("rows", LEDGERS.values(), ids=LEDGERS)
def test_a_ledger_holds_its_entries_alone(case, rows):
    (outcome,) = case("ledger.csv", LEDGER + rows)
    assert outcome.receipt.error is None
    accepted = outcome.rows["accepted"]
    assert (accepted["received"].sum(), accepted["spent"].sum()) == (10000, 3800)
    assert (outcome.receipt.added, outcome.receipt.rejected, outcome.receipt.warnings) == (3, 0, [])


def test_totals_are_compared_and_told(case):
    (outcome,) = case("d06_ledger_month_and_year_totals.xlsx")
    accepted = outcome.rows["accepted"]
    assert (accepted["received"].sum(), accepted["spent"].sum()) == (10000, 3800)
    assert left_out(outcome.receipt) == [
        "合计（与所加各行一致） 1 行不计入（第4行）",
        "合计 1 行不计入（第5行）",
    ]
    (warning,) = outcome.receipt.warnings
    assert warning.startswith("第5行是合计，「收入(元)」为 50000，它上面各行相加是 10000，两者不符")


@pytest.mark.parametrize(
    "total",
    [
        *(
            "合计,,15",
            "合　计,,15",
            "总 计,,15",
            "共计：,,15",
            ",合计,15",
            "2个队小计,,15",
            "合计：15人,,15",
            "合,计,15",
        ),
        *("全县,,15", "本年累计,,15", "月 末 余 额,,15", "合\u00a0计,,15"),
    ],
)
def test_a_total_is_told_by_its_word_or_by_what_it_lacks(case, total):
    (outcome,) = case("teams.csv", f"{TEAMS}{BOTH}{total}\n")
    assert (outcome.receipt.added, outcome.receipt.skipped["total"]) == (2, 1)
    assert outcome.rows["accepted"]["volunteers"].sum() == 15


def test_an_unnamed_total_above_its_rows(case):
    (outcome,) = case("teams.csv", f"{TEAMS}全县,,15\n{BOTH}")
    assert (outcome.receipt.added, outcome.receipt.skipped["total"]) == (2, 1)


def test_a_row_that_only_equals_a_sum_is_data_and_asked_about(case):
    (outcome,) = case("teams.csv", f"{TEAMS}{BOTH}丙队,陈桥镇,15\n")
    assert "第4行正好等于上面各行之和" in outcome.receipt.needs_yes[0]
    assert outcome.receipt.added == 3


@pytest.mark.parametrize(
    "rows",
    [
        "甲队,黄陵镇,10\n,应举镇,10\n",  # equal to one row: no sum
        "甲队,黄陵镇,10\n乙队,,5\n丙队,,15\n",  # lacks what the others lack as well
        "甲队,黄陵镇,0\n乙队,应举镇,0\n丙队,,0\n",
    ],
)
def test_a_row_that_lacks_something_is_no_total_for_that(case, rows):
    (outcome,) = case("teams.csv", TEAMS + rows)
    assert "total" not in outcome.receipt.skipped


def test_a_name_that_begins_like_a_total_is_a_name(case):
    rows = "其中村志愿队,黄陵镇,10\n平均岭志愿队,应举镇,5\n其中女生,,3\n平均每队,,5\n"
    (outcome,) = case("teams.csv", TEAMS + rows)
    assert (outcome.receipt.added, outcome.receipt.skipped["total"]) == (2, 2)


def test_a_row_with_a_person_is_no_total(case):
    head = "志愿者编号,姓名,项目名称,服务日期,服务时长,乡镇\n"
    rows = "".join(
        f"{n},某{who},巡河,2023-01-0{who},{hours},黄陵镇\n"
        for who, n, hours in ((1, "V1", 2), (2, "V2", 2), (3, "", 4))
    )
    (outcome,) = case("hours.csv", head + rows)
    assert (outcome.receipt.error, outcome.receipt.added) == (None, 3)


def test_a_remark_calls_no_row_a_total(case):
    (outcome,) = case(
        "teams.csv", "团体名称,乡镇,注册志愿者数,备注\n甲队,黄陵镇,10,其中5人为党员\n乙队,应举镇,5,累计\n"
    )
    assert (outcome.receipt.added, "total" in outcome.receipt.skipped) == (2, False)


def test_bracketed_amounts_are_subtracted(case):
    rows = f"{JANUARY}2024-01-21,3,财政,冲销,,（1200.00）\n2024-01-22,4,财政,冲销,,-100\n合计,,,,10000,1700\n"
    (outcome,) = case("ledger.csv", LEDGER + rows)
    assert outcome.rows["accepted"]["spent"].sum() == 1700
    assert "（与所加各行一致）" in left_out(outcome.receipt)[0]


@pytest.mark.parametrize(
    "style", [{"font_color": "red"}, {"num_format": "[Red]#,##0.00"}, {"font_color": "#C00000"}]
)
def test_red_amounts_are_asked_about(case, tmp_path, style):
    ledger(tmp_path / "red.xlsx", style)
    (outcome,) = case(tmp_path / "red.xlsx")
    assert outcome.receipt.needs_yes == [
        "「支出(元)」第3行的金额是红字，会按正数相加：如果红字表示冲减，请写成带负号的数"
    ]


@pytest.mark.parametrize("style", [{"font_color": "#404040"}, {"num_format": "#,##0.00;[Red](#,##0.00)"}, {}])
def test_amounts_that_are_not_red_are_not_asked_about(case, tmp_path, style):
    ledger(tmp_path / "plain.xlsx", style)
    (outcome,) = case(tmp_path / "plain.xlsx")
    assert outcome.receipt.error is None


def ledger(file: Path, style: dict[str, str]) -> None:
    """A ledger of two entries, the amount of the second in `style`."""
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["日期", "凭证号", "摘要", "收入(元)", "支出(元)"])
        page.write_row(1, 0, ["2024-01-05", "1", "购书", None, 3000])
        page.write_row(2, 0, ["2024-01-07", "2", "冲销"])
        page.write_number(2, 4, 1200, book.add_format(style))


@pytest.mark.parametrize("large", [False, True])
def test_totals_of_a_large_sheet_are_compared_too(case, monkeypatch, large):
    """What a system exports is not looked at row by row; its totals are."""
    if large:
        monkeypatch.setattr(totals, "MOST_CELLS", 10)
    rows = f"{JANUARY},,,本月合计,1万元,3000\n2024-02-03,3,财政,培训,,800元\n,,,本月合计,0,800\n,,,本年累计,10000,3900\n"
    (outcome,) = case("ledger.csv", LEDGER + rows)
    assert outcome.receipt.added == 3
    assert left_out(outcome.receipt) == [
        "合计（与所加各行一致） 2 行不计入（第4、6行）",
        "合计 1 行不计入（第7行）",
    ]
    (warning,) = outcome.receipt.warnings
    assert "「支出(元)」为 3900，它上面各行相加是 3800" in warning
