"""`tuanqing read`: all that the reader saw, in every format, and where it saw title, header and foot."""

import csv
import io
from pathlib import Path

import pytest

from tests.command.test_cli import command
from tuanqing.store.reading.sheet import Row
from tuanqing.store.recognise.layout import Layout, layout

CASES = Path(__file__).parents[1] / "uploads" / "cases"


def test_surplus_cells_and_faults_are_shown_in_every_format():
    file = CASES / "surplus_after_row_60.csv"
    table = command("read", file).out
    assert "LOST" in table
    assert "too_many" in table
    rows = list(csv.DictReader(io.StringIO(command("read", file, "--format", "csv").out)))
    assert rows[61] == {"line": "62", "c0": "60", "c1": "y", "c2": "LOST", "fault": "too_many"}
    assert rows[60] == {"line": "61", "c0": "59", "c1": "x", "c2": "", "fault": ""}
    (sheet,) = command("read", file, "--format", "json").json["sheets"]
    assert sheet["rows"][61] == {"line": 62, "fault": "too_many", "cells": ["60", "y", "LOST"]}
    assert sheet["rows"][0]["cells"] == ["a", "b"]


def test_the_parts_of_a_sheet_are_told():
    file = CASES / "e04_tables_below_each_other_township_in_title.xlsx"
    (sheet,) = command("read", file, "--format", "json").json["sheets"]
    assert (sheet["title_lines"], sheet["header_lines"], sheet["foot_lines"]) == ([1], [2], [10])
    said = command("read", file, "--format", "csv")
    assert "标题：第1行；表头：第2行；表尾：第10行" in said.err
    assert said.out.startswith("line,")


def test_hidden_rows_are_told_with_their_lines():
    said = command("read", CASES / "e09_rows_hidden_by_filter.xlsx")
    assert "筛选隐藏（第3–4行）" in said.out
    (sheet,) = command("read", CASES / "e09_rows_hidden_by_filter.xlsx", "--format", "json").json["sheets"]
    assert [row["line"] for row in sheet["rows"]] == [1, 2]
    assert len(sheet["questions"]) == 1


def test_the_separator_may_be_said(tmp_path):
    (tmp_path / "t.csv").write_text("a,b;c\n1,2;3\n", "utf-8")
    (sheet,) = command("read", tmp_path / "t.csv", "--separator", ";", "--format", "json").json["sheets"]
    assert [row["cells"] for row in sheet["rows"]] == [["a,b", "c"], ["1,2", "3"]]
    assert sheet["separator"] == ";"
    refused = command("read", tmp_path / "t.csv", "--separator", "ab")
    assert (refused.code, "不能作分隔符" in refused.err) == (1, True)


def test_brackets_in_cells_are_no_markup(tmp_path):
    (tmp_path / "t.csv").write_text("名称,备注\n[red]甲,:smile:\n", "utf-8")
    out = command("read", tmp_path / "t.csv").out
    assert "[red]甲" in out
    assert ":smile:" in out


@pytest.mark.parametrize(
    ("lines", "parts"),
    [
        (["名单,,", "截至2023年,,", "姓名,年龄,乡镇", "甲,14,岗王镇", "乙,15,岗王镇", ",,", "填表人：某,,"], ([1, 2], [3], [7])),
        (["姓名,年龄", "甲,14", "乙,15"], ([], [1], [])),
        (["甲,14", "乙,15", "丙,16"], ([], [], [])),
        (["标题,,", ",人数,", "乡镇,男,女", "甲,1,2", "乙,3,4", "合计,4,6"], ([1, 2], [3], [])),
        (["乡镇,人数,人数", "乡镇,男,女", "甲,1,2", "乙,3,4", "丙,3,4", "丁,3,4"], ([], [1, 2], [])),
        (["姓名,乡镇", "甲,岗王镇", "乙,岗王镇"], ([], [1], [])),
        (["只有一列", "甲"], ([], [], [])),
        ([], ([], [], [])),
    ],
)  # fmt: skip
def test_layout(lines, parts):
    rows = [Row(number, line.split(","), None, False) for number, line in enumerate(lines, 1)]
    assert layout(rows) == Layout(*parts)
