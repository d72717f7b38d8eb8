"""Kinds of workbooks beside .xlsx: read, with what they hide and merge, or told what they are."""

import struct
import zipfile
from pathlib import Path

import duckdb
import pytest

from tests.store.reading import workbooks as make
from tuanqing.define.errors import Refused
from tuanqing.define.language import speak
from tuanqing.store.reading import open_file
from tuanqing.store.reading.sheet import Sheet

CASES = Path(__file__).parents[2] / "uploads" / "cases"
HEADER = ["青年之家名称", "所属乡镇", "级别", "面积(㎡)", "建成时间", "状态"]


@pytest.fixture(autouse=True)
def _english():
    speak("en")
    yield
    speak("zh")


@pytest.fixture
def opened(tmp_path):
    def opened(name: str, content: bytes, **given) -> list[Sheet]:
        (tmp_path / name).write_bytes(content)
        return open_file(tmp_path / name, **given)

    return opened


def rows(sheet: Sheet) -> list[list[str]]:
    return [row.cells for row in sheet.rows() if not row.hidden]


@pytest.mark.parametrize(
    "name",
    [
        "c02_strict_open_xml.xlsx",
        "c03_dimension_without_columns.xlsx",
        "c06_html_table_inside_layout_table.xls",
    ],
)
def test_odd_workbooks_are_read(name):
    (sheet,) = open_file(CASES / name)
    place = sheet.head.index(HEADER)
    assert [row[1] for row in sheet.head[place + 1 :]] == ["黄陵镇", "应举镇", "陈桥镇"]


def test_members_written_with_backslashes_are_found():
    (sheet,) = open_file(CASES / "zip_members_with_backslash.xlsx")
    assert (sheet.name, rows(sheet), sheet.hidden_lines) == (
        "表",
        [["姓名", "单位"], ["张三", "县团委"]],
        {3},
    )


def moved(base: str, main: str, **changes: tuple[bytes, bytes]) -> bytes:
    """A sound workbook, its parts under another folder and its list of sheets under another name."""
    with zipfile.ZipFile(CASES / "c02_strict_open_xml.xlsx") as bundle:
        parts = {name: bundle.read(name) for name in bundle.namelist()}
    found: dict[str, str | bytes] = {}
    for name, content in parts.items():
        if name.endswith((".rels", "Types].xml")):
            content = content.replace(b'"/xl/', f'"/{base}'.encode()).replace(b'"xl/', f'"{base}'.encode())
            content = content.replace(b"workbook.xml", main.encode())
        if name.endswith("sheet1.xml"):
            for before, after in changes.values():
                assert before in content
                content = content.replace(before, after)
        found[name.replace("xl/", base).replace("workbook.xml", main)] = content
    return make.zipped(found)


@pytest.mark.parametrize(
    ("base", "main"),
    [("", "workbook.xml"), ("book/", "workbook.xml"), ("xl/", "main.xml"), ("a/b/", "m.xml")],
)
def test_the_parts_may_lie_anywhere_in_the_zip(opened, base, main):
    (sheet,) = opened("moved.xlsx", moved(base, main))
    assert sheet.head[0] == HEADER
    assert len(sheet.head) == 4


@pytest.mark.parametrize("extent", [b"1:4", b"A:F", b"A1:F", b"", b"$A$1:$F$4", b"A1:XFD1048576"])
def test_an_extent_that_is_none_is_no_fault(opened, extent):
    with zipfile.ZipFile(CASES / "c02_strict_open_xml.xlsx") as bundle:
        whole = make.dimension_of(bundle.read("xl/worksheets/sheet1.xml"))
    (sheet,) = opened(
        "extent.xlsx", moved("xl/", "workbook.xml", extent=(whole, b'<dimension ref="' + extent + b'"/>'))
    )
    assert len(rows(sheet)) == 4


def test_ods_with_all_its_kinds_of_values(opened):
    cell = make.ods_cell
    body = make.ods_row("名称", "日期", "数", "率", "时长", "是否", "注")
    body += make.ods_row(
        "黄陵镇</text:p><text:p>青年之家",
        cell("2024年3月5日", 'office:value-type="date" office:date-value="2024-03-05"'),
        cell("1,200", 'office:value-type="float" office:value="1200"'),
        cell("89%", 'office:value-type="percentage" office:value="0.89"'),
        cell("2:30", 'office:value-type="time" office:time-value="PT02H30M05S"'),
        cell("TRUE", 'office:value-type="boolean" office:boolean-value="true"'),
        "<table:table-cell><office:annotation><text:p>批注</text:p></office:annotation>"
        '<text:p>甲<text:s text:c="2"/>乙</text:p></table:table-cell>',
    )
    body += make.ods_row("<table:table-cell/>", given='table:number-rows-repeated="1048000"')
    (sheet,) = opened("a.ods", make.ods(f'<table:table table:name="表">{body}</table:table>'))
    assert (sheet.kind, sheet.name) == ("ods", "表")
    assert rows(sheet)[1] == [
        "黄陵镇\n青年之家", "2024-03-05", "1200", "0.89", "2:30:05", "true", "甲  乙"
    ]  # fmt: skip
    assert len(rows(sheet)) == 2


def test_ods_hides_merges_and_repeats(opened):
    wide = 'table:number-columns-spanned="2" table:number-rows-spanned="1"'
    body = '<table:table-column/><table:table-column table:visibility="collapse"/><table:table-column/>'
    body += make.ods_row(make.ods_cell("标题", wide), "<table:covered-table-cell/>", "丙")
    body += make.ods_row("a", "b", "c", given='table:visibility="collapse"')
    body += make.ods_row("d", "e", "f", given='table:visibility="filter"')
    body += make.ods_row(
        "x", make.ods_cell("y", 'table:number-columns-repeated="2"'), given='table:number-rows-repeated="2"'
    )
    hidden = '<style:style style:name="off"><style:table-properties table:display="false"/></style:style>'
    shown, unshown = opened(
        "a.ods",
        make.ods(
            f'<table:table table:name="一">{body}</table:table>'
            f'<table:table table:name="二" table:style-name="off">{make.ods_row("z")}</table:table>',
            hidden,
        ),
    )
    assert rows(shown) == [["标题", "丙"], ["x", "y"], ["x", "y"]]
    assert shown.hidden_lines == {2, 3}
    assert shown.merges == []  # over a shown and a hidden column: nothing is left to merge
    assert ["filter (line 3)" in text for text in shown.questions] == [True]
    assert any("(line 2)" in note for note in shown.notes)
    assert (shown.hidden, unshown.hidden) == (False, True)


def test_xlsb_with_what_it_hides_and_merges(opened):
    merge = make.record(176, struct.pack("<IIII", 0, 0, 0, 1))
    filtered = (
        make.record(161, struct.pack("<IIII", 0, 3, 0, 1)) + make.record(163, b"\0" * 8) + make.record(162)
    )
    table = make.xlsb_sheet(
        [["标题", ""], ["姓名", "时长"], ["甲", "1"], ["乙", "2"]], hidden=(3,), after=filtered + merge
    )
    plain = make.xlsb_sheet([["姓名", "时长"], ["丙", "3"]], hidden=(1,))
    first, second = opened("a.xlsb", make.xlsb({"一": table, "二": plain}))
    assert (first.kind, first.name, rows(first)[2]) == ("xlsb", "一", ["甲", "1"])
    assert (first.merges, first.hidden_lines) == ([(1, 0, 1, 1)], {4})
    assert "filter (line 4)" in first.questions[0]
    assert (second.questions, second.hidden_lines) == ([], {2})
    with duckdb.connect() as con:
        assert first.load(con, "t", 2) == (1, 1, False)


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16", "GB18030"])
def test_spreadsheetml_named_xls(opened, encoding):
    body = """<Worksheet ss:Name="表"><Table>
      <Column/><Column ss:Hidden="1"/>
      <Row><Cell ss:MergeAcross="1"><Data ss:Type="String">标题</Data></Cell><Cell><Data ss:Type="String">丙</Data></Cell></Row>
      <Row ss:Index="3"><Cell><Data ss:Type="String">黄陵镇&#10;青年之家</Data>
        <Comment><Data>批注</Data></Comment></Cell>
        <Cell ss:Index="3"><Data ss:Type="DateTime">2024-03-05T00:00:00.000</Data></Cell>
        <Cell><Data ss:Type="Number">12.5</Data></Cell><Cell><Data ss:Type="Boolean">1</Data></Cell>
        <Cell><Data ss:Type="DateTime">1899-12-31T02:30:00.000</Data></Cell></Row>
      <Row ss:Hidden="1"><Cell><Data ss:Type="String">藏</Data></Cell></Row></Table></Worksheet>
      <Worksheet ss:Name="二"><Table/><WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel">
      <Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>"""
    sheet, second = opened("台账.xls", make.spreadsheetml(body, encoding))
    assert (sheet.kind, sheet.name, sheet.hidden_lines) == ("xml", "表", {4})
    assert rows(sheet) == [
        ["标题", "丙", "", "", ""],
        [""] * 5,
        ["黄陵镇\n青年之家", "2024-03-05", "12.5", "true", "2:30:00"],
    ]
    assert (second.hidden, second.width) == (True, 0)


def test_a_web_page_in_one_file_named_xls(opened):
    page = (
        "<html><meta charset=gb2312><table><tr><td>乡镇<td>人数</tr><tr><td>黄陵镇<td>5</tr></table></html>"
    )
    parts = [
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html; "
        b'charset="gb2312"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n',
        page.encode("gbk"),
        b"\r\n--x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0=\r\n--x--\r\n",
    ]
    (sheet,) = opened("名册.xls", b"".join(parts))
    assert rows(sheet) == [["乡镇", "人数"], ["黄陵镇", "5"]]


@pytest.mark.parametrize("inside", ["", "<p>没有表</p>"])
def test_a_web_page_in_one_file_without_a_table_says_so(opened, inside):
    head = b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    with pytest.raises(Refused, match="without a table"):
        opened("a.mht", head + inside.encode())


def test_xls_that_xlrd_gives_up_on_is_read_by_the_other_reader(opened, tmp_path):
    xlwt = pytest.importorskip("xlwt")
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    for line, row in enumerate([["姓名", "时长"], ["甲", 2.5]]):
        for column, value in enumerate(row):
            sheet.write(line, column, value)
    book.save(str(tmp_path / "b.xls"))
    content = bytearray((tmp_path / "b.xls").read_bytes())
    content[content.index(b"\x22\x00\x02\x00") + 4] = 0xFF  # a date system there is not
    (read,) = opened("b.xls", bytes(content))
    assert rows(read)[1] == ["甲", "2.5"]
    assert "not which rows" in read.notes[0]


def test_titles_and_feet_outside_the_table_belong_to_it(opened):
    page = (
        "<table><tr><td>封丘县青年之家统计表</td></tr></table>"
        "<table><tr><td>名称</td><td>数</td></tr><tr><td>甲</td><td>1</td></tr>"
        '<tr style="display:none"><td>藏</td><td>2</td></tr></table>'
        "<table><tr><td>填表人：某某</td></tr></table>"
    )
    (sheet,) = opened("a.xls", page.encode())
    assert rows(sheet) == [["封丘县青年之家统计表", ""], ["名称", "数"], ["甲", "1"], ["填表人：某某", ""]]
    assert sheet.hidden_lines == {4}


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.ods", make.ods("", mimetype="text"), "Word or PowerPoint"),
        ("b.ods", make.zipped({"content.xml": "<", "META-INF/manifest.xml": ""}), "damaged"),
        (
            "c.ods",
            make.zipped({"content.xml": "x", "META-INF/manifest.xml": "<encryption-data/>"}),
            "encrypted",
        ),
        ("d.xlsb", make.zipped({"xl/workbook.bin": b"\xff" * 40}), "damaged"),
        ("e.xml", make.spreadsheetml("<Worksheet><Table><Row>")[:-11], "damaged"),
        ("f.xml", make.spreadsheetml(""), "damaged"),
    ],
)
def test_what_cannot_be_read_is_told(opened, name, content, words):
    with pytest.raises(Refused, match=words) as refusal:
        opened(name, content)
    assert str(refusal.value).startswith(f"{name}: ")
