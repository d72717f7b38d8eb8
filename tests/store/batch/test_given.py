"""What stands in no cell of a sheet: columns said once for every row, tables lying on their side, 栏次 rows."""

import re

import pytest

from tuanqing.command.cli import main
from tuanqing.store.batch import exports, ledger

ASKED = "镇街,调查人数,知晓人数,调查日期\n岗王镇,40,30,2023-11-02\n月城镇,50,40,2023-11-02\n太平街道,5,9,2023-11-02\n"
GIVEN = {"问卷名称": "第四季度问卷", "topic": "推优知晓"}  # by a header of the column, and by its name


def test_what_every_row_lacks_is_said_once(bring, warehouse):
    (outcome,) = bring("知晓率.csv", ASKED, dataset="survey")
    assert "--set 问卷=…" in (outcome.receipt.error or "")
    (outcome,) = bring("知晓率.csv", ASKED, dataset="survey", given=GIVEN)
    receipt = outcome.receipt
    assert (receipt.added, receipt.rejected, receipt.balance) == (2, 1, 0)
    assert receipt.columns["问卷=第四季度问卷"] == "survey"
    assert [w for w in receipt.warnings if "第四季度问卷" in w]
    with warehouse.read() as con:
        assert con.execute("SELECT DISTINCT survey, topic FROM main.survey").fetchall() == [
            ("第四季度问卷", "recommendation_awareness")
        ]
        headers, rows = ledger.rejects(warehouse.folder, con, receipt.batch or 0)
    mended = (
        exports.as_csv(*exports.rejects_table(headers, rows)).decode("utf-8-sig").replace(",5,9,", ",9,5,")
    )
    (outcome,) = bring("mended.csv", mended)  # the file of rejects says it in columns of its own
    assert (outcome.receipt.added, outcome.receipt.error) == (1, None)
    (outcome,) = bring("下一季.csv", ASKED.replace("11", "12"), dataset="survey")
    assert outcome.receipt.error  # true of that file alone: not remembered for the next


@pytest.mark.parametrize(
    ("text", "given", "wish", "words"),
    [
        (ASKED, GIVEN | {"镇街": "岗王镇"}, {"dataset": "survey"}, "表里已经有了"),
        (ASKED, {"问卷题": "甲"}, {"dataset": "survey"}, "没有.*问卷题"),
        (ASKED, {"问卷题": "甲"}, {}, "没有哪个数据集有这些列"),
    ],
)
def test_what_is_said_for_every_row_must_be_a_column_no_header_names(bring, text, given, wish, words):
    (outcome,) = bring("知晓率.csv", text, given=given, **wish)
    assert re.search(words, outcome.receipt.error or ""), outcome.receipt


def test_the_command_line_takes_what_every_row_has(bring, warehouse, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("tuanqing.measure.rebuild", lambda _con: None)
    bring("知晓率.csv", ASKED, dry_run=True)
    line = [
        "import",
        str(tmp_path / "知晓率.csv"),
        "--warehouse",
        str(warehouse.folder),
        "--dry-run",
        "--set",
    ]
    assert main([*line, "问卷"]) == 1
    assert "列名=值" in capsys.readouterr().err
    assert main([*line, "问卷=第四季度问卷", "--set", "题目=推优知晓"]) == 0
    assert "新增 2" in capsys.readouterr().out


def test_what_is_said_is_checked_like_a_cell(bring):
    text = "问卷,题目,镇街,调查人数,知晓人数\n甲,推优知晓,岗王镇,40,30\n"
    (outcome,) = bring("知晓率.csv", text, given={"调查日期": "2023-13-01"}, dataset="survey")
    assert (outcome.receipt.added, outcome.receipt.rejected) == (0, 1)
    assert "调查日期" in outcome.receipt.reasons[0]["reason"]


@pytest.mark.parametrize("dataset", ["survey", None])
def test_a_table_on_its_side_is_told_to_be_turned(bring, dataset):
    text = "镇街,岗王镇,月城镇\n问卷,甲,甲\n题目,推优知晓,推优知晓\n调查人数,40,50\n知晓人数,30,40\n调查日期,2023.11.2,2023.11.2\n"
    (outcome,) = bring("知晓率.csv", text, dataset=dataset)
    assert "转置" in (outcome.receipt.error or "")
    assert "「调查人数」" in (outcome.receipt.error or "")


def test_a_sheet_that_merely_lacks_columns_is_not_called_transposed(bring):
    (outcome,) = bring("知晓率.csv", "镇街,调查人数,知晓人数\n岗王镇,40,30\n日期,,\n", dataset="survey")
    assert "缺少这些列" in (outcome.receipt.error or "")
    assert "转置" not in (outcome.receipt.error or "")


@pytest.mark.parametrize(
    "numbering", ["甲,乙,丙,1,2,3", "A,B,C,1,2,3", "1,2,3,4,5,6", "（1）,（2）,（3）,（4）,（5）,（6）", "栏次,甲,乙,1,2,3"]
)  # fmt: skip
def test_a_row_that_numbers_the_columns_is_no_data(bring, numbering):
    head = "镇街,问卷,题目,调查人数,知晓人数,调查日期\n"
    (outcome,) = bring(
        "知晓率.csv", f"{head}{numbering}\n岗王镇,甲,推优知晓,40,30,2023-11-02\n", dry_run=True
    )
    receipt = outcome.receipt
    assert (receipt.added, receipt.rejected, receipt.balance) == (1, 0, 0)
    assert receipt.skipped["numbering"] == 1


def test_figures_in_order_further_down_are_data(bring):
    text = "序号,镇街,调查人数,知晓人数\n1,岗王镇,40,30\n2,月城镇,9,4\n1,2,3,4\n"
    given = {"问卷": "甲", "题目": "推优知晓", "调查日期": "2023-11-02"}
    (outcome,) = bring("知晓率.csv", text, given=given, dry_run=True, dataset="survey")
    assert (outcome.receipt.added, outcome.receipt.rejected) == (2, 1)
    assert "numbering" not in outcome.receipt.skipped
