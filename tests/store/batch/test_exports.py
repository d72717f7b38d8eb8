"""Files we hand out hold no formula: a cell that a spreadsheet would run is disarmed, a number stays one."""

import csv
import io

import openpyxl
import pytest

from tuanqing.command import output
from tuanqing.store.batch import exports

RUN = ["=1+1", '=HYPERLINK("http://x","点我")', "+cmd|' /C calc'!A0", "-2+3", "@SUM(1+1)", "\t=1+1", "\r=1+1"]
KEPT = ["-3.5", "+86", "1-2", "张庄@村", "", "岗王镇", -3.5, 12, None]


@pytest.mark.parametrize("cell", RUN)
def test_a_cell_that_would_be_run_is_disarmed_on_every_way_out(cell: str, capsys):
    text = exports.as_csv([cell], [[cell]]).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text, newline=""))) == [["'" + cell]] * 2

    sheet = openpyxl.load_workbook(io.BytesIO(exports.as_xlsx(["名称"], [[cell]]))).active
    assert sheet is not None
    assert str(sheet["A2"].value).startswith("'")
    assert sheet["A2"].data_type == "s"

    output.print_rows([{"name": cell}], "csv")
    assert list(csv.reader(io.StringIO(capsys.readouterr().out, newline="")))[1][0].startswith("'")


@pytest.mark.parametrize("cell", KEPT)
def test_anything_else_stays_as_it_is(cell: object):
    assert exports.safe(cell) == cell


def test_a_header_is_a_text_in_a_workbook():
    sheet = openpyxl.load_workbook(io.BytesIO(exports.as_xlsx(["=1+1", "@SUM(1)"], []))).active

    assert sheet is not None
    assert [cell.data_type for cell in sheet[1]] == ["s", "s"]
