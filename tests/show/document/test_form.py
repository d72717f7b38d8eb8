"""The form from above: numbers in the cells that are mapped, and not one byte of the rest touched."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest
from openpyxl.drawing.image import Image
from openpyxl.styles import Font, PatternFill
from PIL import Image as Picture

from tests.show.document.oracle import Oracle
from tuanqing.command.cli import main
from tuanqing.define import form as forms
from tuanqing.define.errors import Malformed, Refused
from tuanqing.define.period import parse
from tuanqing.show.document.form.filler import Filled, Filler
from tuanqing.show.document.workbook import opened
from tuanqing.store.notes import form_maps as kept

MAP = """
title = "团情统计表"

[[cell]]
at = "C2"
indicator = "members"

[[cell]]
at = "B2"
indicator = "youth_homes"

[[areas]]
names = "乡镇 （街道）"
columns = { "团组织数" = "organisations", "覆盖率" = "youth_home_township_coverage", "应建" = "youth_home_township_coverage.denominator" }

[[items]]
sheet = "附表"
names = "指标"
indicators = { "志愿服务总人次" = "volunteer_person_times", "青年之家" = "youth_home_township_coverage" }
columns = { "本期数" = "value", "上年同期" = "year", "同比" = "on_year" }
"""


def blank() -> bytes:
    """A form as one gets them: merged heads, a picture, formulas, other sheets, looks."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "表1"
    page["A1"] = "2023年度团情统计表"
    page.merge_cells("A1:F1")
    page["A2"] = "青年之家"
    page.merge_cells("B2:B3")
    page["B2"].fill = PatternFill("solid", "FFFF00")
    page["C2"] = "已填"
    page["A4"], page["B4"], page["E4"] = "乡镇\n（街道）", "基本情况", "备注"
    page.merge_cells("A4:A5")
    page.merge_cells("B4:D4")
    page["B5"], page["C5"], page["D5"] = "团组织数", "应建", "覆盖率"
    for row, name in enumerate(["岗王", "慈圣镇", "不存在的镇", "合计"], start=6):
        page[f"A{row}"] = name
    page["B9"] = "=SUM(B6:B8)"
    page["D9"].number_format = "0.0%"
    page["B6"].font = Font(bold=True, color="FF0000")
    image = io.BytesIO()
    Picture.new("RGB", (8, 8), "red").save(image, "PNG")
    page.add_image(Image(image), "F6")
    more = book.create_sheet("附表")
    more.append(["指标", "本期数", "上年同期", "同比"])
    for name in ("志愿服务总人次", "青年之家", "团员数", "没有的指标"):
        more.append([name])
    other = book.create_sheet("不动的表")
    other["A1"], other["A2"] = date(2023, 12, 31), "=表1!B9*2"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.fixture
def filled(con, library) -> Filled:
    content = blank()
    return Filler(con, library, "411424", parse("2023")).fill(
        opened(content, "表.xlsx"), forms.parse(MAP, "map")
    )


def test_cells_heads_and_items_get_the_cubes_numbers(filled: Filled, con, library):
    oracle, book = Oracle(con, library), openpyxl.load_workbook(io.BytesIO(filled.content))
    page, more = book["表1"], book["附表"]

    def cube(name: str, area: str = "411424", period: str = "2023") -> tuple:
        found = oracle.cube(name, area, parse(period))
        assert found
        return found

    gangwang, cisheng = (
        con.execute(
            "SELECT area_code FROM area WHERE name = ? AND parent_code = '411424'", [name]
        ).fetchall()[0][0]
        for name in ("岗王镇", "慈圣镇")
    )
    assert page["B2"].value == cube("youth_homes")[2]
    assert page["B6"].value == cube("organisations", gangwang)[2]
    assert page["B7"].value == cube("organisations", cisheng)[2]
    assert page["D6"].value == 100  # a number, that its column adds up; the list says 1/1
    assert any("1/1" in spot.remark for spot in filled.done if spot.at == "D6")
    assert page["C9"].value == 22
    assert page["D9"].value == pytest.approx(cube("youth_home_township_coverage")[2] / 100)  # formatted as %
    assert more["B2"].value == cube("volunteer_person_times")[2]
    assert more["C3"].value == pytest.approx(72.7)
    assert more["D3"].value == pytest.approx(27.3)
    assert more["B4"].value == cube("members")[2]


def test_what_stays_blank_is_listed_with_its_reason(filled: Filled):
    why = {(spot.sheet, spot.at): spot.reason for spot in filled.blank}
    assert "已有内容" in why["", "C2"]
    assert "公式" in why["", "B9"]
    assert "找不到这个乡镇街道" in why["", "B8"]
    assert "没有的指标" in why["附表", "B5"]
    assert why["附表", "D2"]  # a lower bound has no change
    assert any(spot.remark == "是下限" for spot in filled.done if spot.at == "B2" and spot.sheet == "附表")


def test_a_change_in_a_cell_formatted_as_percent_is_a_share_and_never_a_count(con, library):
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["指标", "同比"])
    for n, name in enumerate(("青年之家乡镇覆盖率", "志愿服务场次"), start=2):
        page.append([name])
        page[f"B{n}"].number_format = "0.0%"
    page["B4"].number_format = "0.0%"
    buffer = io.BytesIO()
    book.save(buffer)
    one = '[[cell]]\nat = "B4"\nindicator = "youth_homes"\npart = "on_year"\narea = "411424001"\n'
    mapped = forms.parse(one + '[[items]]\nnames = "指标"\ncolumns = { "同比" = "on_year" }', "map")
    filled = Filler(con, library, "411424", parse("2023")).fill(opened(buffer.getvalue(), "表.xlsx"), mapped)
    spots = {spot.at: spot for spot in filled.spots}
    assert spots["B2"].value == pytest.approx(6 / 22, abs=1e-6), "27.3 in such a cell would read 2730.0%"
    assert spots["B2"].remark == "单位是个百分点"
    assert spots["B3"].value == pytest.approx(0.148, abs=0.0005)
    assert (spots["B4"].value, "基数小于10" in spots["B4"].reason) == (None, True)


def test_everything_else_is_as_it_was(filled: Filled):
    before, after = (zipfile.ZipFile(io.BytesIO(content)) for content in (blank(), filled.content))
    assert before.namelist() == after.namelist()
    changed = {
        name
        for name in before.namelist()
        if before.read(name) != after.read(name) and not name.startswith("docProps")
    }
    assert changed == {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/workbook.xml"}
    old, new = (openpyxl.load_workbook(io.BytesIO(content)) for content in (blank(), filled.content))
    mine = {(spot.sheet or "表1", spot.at) for spot in filled.done}
    for sheet in old.worksheets:
        assert sheet.merged_cells.ranges == new[sheet.title].merged_cells.ranges
        for row in sheet.iter_rows():
            for cell in row:
                twin = new[sheet.title][cell.coordinate]
                assert twin.style_id == cell.style_id  # and styles.xml is as it was
                if (sheet.title, cell.coordinate) not in mine:
                    assert twin.value == cell.value, (sheet.title, cell.coordinate)
    assert new.calculation.fullCalcOnLoad


def test_a_mapping_survives_being_written():
    mapped = forms.parse(MAP, "map")
    assert forms.parse(forms.written(mapped), "again") == mapped


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('[[cell]]\nat = "B2"', "lacks `indicator`"),
        ('[[cell]]\nat = "B2"\nindicator = "members"\npart = "half"', "has a part “half”"),
        ('title = "x"', "maps nothing"),
        ('[[areas]]\nnames = "乡镇"\ncolumns = { a = "members.valu" }', "has a part “valu”"),
    ],
)
def test_a_malformed_mapping_is_refused(text: str, complaint: str):
    with pytest.raises(Malformed, match=complaint):
        forms.parse(text, "map.toml")


def test_what_is_no_workbook_and_a_head_that_is_not_there_are_refused(con, library):
    with pytest.raises(Refused, match=r"\.xlsx"):
        opened(b"\xd0\xcf\x11\xe0 old", "表.xls")
    wrong = forms.parse('[[areas]]\nnames = "街镇"\ncolumns = { "团组织数" = "organisations" }', "map")
    with pytest.raises(Refused, match="街镇"):
        Filler(con, library, "411424", parse("2023")).fill(opened(blank(), "表.xlsx"), wrong)


def test_from_the_command_line(samples, tmp_path, capsys):
    (tmp_path / "表.xlsx").write_bytes(blank())
    (tmp_path / "map.toml").write_text(MAP, "utf-8")
    words = [
        "report",
        "form",
        str(tmp_path / "表.xlsx"),
        "--map",
        str(tmp_path / "map.toml"),
        "--area",
        "411424",
    ]
    more = ["--period", "2023", "--warehouse", str(samples.folder), "--out"]
    assert main([*words, *more, str(tmp_path / "filled")]) == 0
    said = capsys.readouterr().out
    assert "找不到这个乡镇街道" in said
    assert openpyxl.load_workbook(tmp_path / "filled" / "表.xlsx")["表1"]["B2"].value == 24
    assert main([*words, *more, str(tmp_path)]) == 1  # never over the blank form


def test_a_form_once_mapped_is_filled_without_its_mapping(samples, tmp_path, capsys, monkeypatch):
    (tmp_path / "表.xlsx").write_bytes(blank())
    words = ["report", "form", str(tmp_path / "表.xlsx"), "--area", "411424", "--period", "2023"]
    words += ["--warehouse", str(samples.folder), "--out", str(tmp_path / "filled")]
    assert main(words) == 0
    assert openpyxl.load_workbook(tmp_path / "filled" / "表.xlsx")["表1"]["B2"].value is None
    assert "表1 B2" not in capsys.readouterr().out, "what is not understood is not guessed"
    known = {kept.key_of(opened(blank(), "表.xlsx").fingerprint): MAP}
    monkeypatch.setattr(kept, "remembered", lambda _folder, *keys: known.get(keys[0]))
    assert main(words) == 0
    page = openpyxl.load_workbook(tmp_path / "filled" / "表.xlsx")["表1"]
    assert page["B2"].value == 24
    assert isinstance(page["B2"].value, int)


def test_money_is_written_in_the_unit_the_form_asks_for_and_else_asked_about(con, library):
    book = openpyxl.Workbook()
    for row in (("单位", "收入（元）", "收入（万元）", "收入"), ("温岭市",)):
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    mapping = 'title = "经费表"\n' + "".join(
        f'[[cell]]\nsheet = "Sheet"\nat = "{at}"\nindicator = "funding_received"\narea = "331081"\n'
        for at in ("B2", "C2", "D2")
    )
    filled = Filler(con, library, "331081", parse("2020-06")).fill(
        opened(content.getvalue(), "表.xlsx"), forms.parse(mapping, "map")
    )
    page = openpyxl.load_workbook(io.BytesIO(filled.content)).active
    yuan = con.execute(
        "SELECT value FROM cube WHERE indicator = 'funding_received' AND area_code = '331081' AND dimension = '' "
        "AND grain = 'month' AND period = DATE '2020-06-01'"
    ).fetchone()[0]
    assert [page[at].value for at in ("B2", "C2", "D2")] == [yuan, yuan / 10_000, None]
    assert [spot.at for spot in filled.blank if spot.asked and "万元" in spot.reason] == ["D2"]
