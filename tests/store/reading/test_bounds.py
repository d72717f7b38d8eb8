"""Files made, or grown, to take all time and memory: a sentence within seconds, or the table and no more."""

import time
from pathlib import Path

import pytest

from tests.store.reading import workbooks as make
from tuanqing.define.errors import Refused
from tuanqing.define.language import speak
from tuanqing.show.document.workbook import opened as opened_form
from tuanqing.store.reading import guard, open, open_file
from tuanqing.store.reading.sheet import Sheet
from tuanqing.store.recognise.candidates import candidates

HEADER = ["青年之家名称", "所属乡镇", "级别"]
ROW = ["黄陵镇青年之家", "黄陵镇", "分部"]
TABLE = make.xlsx_data({1: HEADER, 2: ROW})
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
DOCTYPE = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{LAUGHS}]>'
BOOK = '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table>'
LIMIT = 30  # seconds for each of them, on a machine that does other things too; the worst takes two


@pytest.fixture(autouse=True)
def _english():
    speak("en")
    yield
    speak("zh")


@pytest.fixture
def opened(tmp_path):
    def opened(name: str, content: bytes | str) -> list[Sheet]:
        file = Path(tmp_path / name)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        begun = time.monotonic()
        try:
            return open_file(file)
        finally:
            assert time.monotonic() - begun < LIMIT

    return opened


def merged(*references: str) -> str:
    return TABLE + "<mergeCells>" + "".join(f'<mergeCell ref="{r}"/>' for r in references) + "</mergeCells>"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("columns.xlsx", make.xlsx({"s": make.xlsx_data({1: [f"列{n}" for n in range(9000)], 2: ["1"] * 9000})}), "9000 columns"),
        ("columns.csv", ",".join(f"列{n}" for n in range(9000)) + "\n", "columns"),
        ("columns.ods", make.ods(f"<table:table>{make.ods_row(make.ods_cell('x', 'table:number-columns-repeated=' + chr(34) + '16000' + chr(34)))}</table:table>"), "columns"),
        ("columns.xls", "<table>" + ("<tr>" + "<td colspan=1000 rowspan=1000>x</td>" * 100 + "</tr>") * 100 + "</table>", "columns"),
        ("rows.ods", make.ods("<table:table>" + make.ods_row("a", *["x"] * 60, given='table:number-rows-repeated="1000000"') + "</table:table>"), "far larger"),
        ("sheets.xlsx", make.xlsx({f"s{n}": TABLE for n in range(1000)}), "1000 sheets"),
        ("sheets.xls", "<table><tr><td>a<td>b<tr><td>c<td>d</table>" * 1000, "1000 sheets"),
        ("nested.xls", "<table><tr><td>" * 45_000, "tables inside tables"),
        ("covered.xls", "<table><tr><td>a</td><td>b</td></tr>" + "<tr><td rowspan=60000>x</td></tr>" * 20_000, "mostly empty"),
        ("far.xlsx", make.xlsx({"s": make.xlsx_data({1: HEADER, 2: ROW, 1_000_000: ["x"]})}), "mostly empty"),
        ("cell.xlsx", make.xlsx({"s": TABLE}, shared=f"<si><t>{'甲' * (70 << 20)}</t></si>"), "far larger"),
        ("media.xlsx", make.xlsx({"s": TABLE}, extra={"xl/media/x.bin": bytes(100 << 20)}), "far larger"),
        ("row.xlsx", make.xlsx({"s": "<sheetData><row>" + "<c/>" * 1_000_000 + "</row></sheetData>"}), "columns"),
        ("line.csv", "a,b\n1,2\n" + "x" * (3 << 20), "line 3 is longer"),
        ("tags.xlsx", make.xlsx({"s": TABLE.replace("</sheetData>", '<c r="B2" t="e">' * 100_000 + "</sheetData>")}), "damaged"),
        ("laughs.xml", f"{DOCTYPE}{BOOK}<Row><Cell><Data>&l9;</Data></Cell></Row></Table></Worksheet></Workbook>", "damaged"),
        ("laughs.xlsx", make.xlsx({"s": f'{DOCTYPE}<worksheet xmlns="{make.MAIN}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&l9;</t></is></c></row></sheetData></worksheet>'}), "damaged"),
        ("laughs.ods", make.zipped({"content.xml": f"{DOCTYPE}<x>&l9;</x>"}), "damaged"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_in_words(opened, name, content, words):
    with pytest.raises(Refused, match=words) as refusal:
        opened(name, content)
    assert str(refusal.value).startswith(name)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("merge.xlsx", make.xlsx({"s": merged("A1:XFD1048576")})),
        ("merges.xlsx", make.xlsx({"s": merged(*["A1:XFD1048576"] * 50_000)})),
        ("extent.xlsx", make.xlsx({"s": '<dimension ref="A1:XFD1048576"/>' + TABLE})),
        ("attributes.xlsx", make.xlsx({"s": TABLE.replace("<row r=\"2\"", "<row " + 'x="1" ' * 100_000 + 'r="2"')})),
        ("tags.xls", "<table><tr><td>a<td>b<tr><td>c<td>d</table>" + "<a " * 500_000),
        ("quotes.xls", "<table><tr><td>a<td>b<tr><td>c<td>d</table>" + '<td "' * 500_000),
        ("comments.xls", "<table><tr><td>a<td>b<tr><td>c<td>d</table>" + "<!--" * 500_000),
        ("entities.xls", f"<!DOCTYPE x [{LAUGHS}]><table><tr><td>&l9;<td>b<tr><td>c<td>d</table>"),
        ("quotes.csv", "a,b\n" + '"a""\n' * 50_000),
        ("row.csv", "a,b\n" + "1,2\n" * 300 + "," * 900_000 + "\n"),
        ("cut.csv", "a,b\n" + "1,2\n" * 300 + '"x",' * 200_000 + "\n"),
    ],
)  # fmt: skip
def test_what_only_looks_large_is_read(opened, name, content):
    (sheet,) = opened(name, content)
    assert len(sheet.head) >= 2
    assert sheet.width <= 3
    assert max(len(row.cells) for row in sheet.rows()) <= 2001
    assert len(candidates(sheet)) > 1


def test_a_large_table_is_read_in_a_process_of_its_own(opened, monkeypatch):
    monkeypatch.setattr(open, "SMALL_FILE", 0)
    content = make.xlsx({"一": merged("A1:A2"), "二": make.xlsx_data({1: HEADER, 2: ROW}, {2: 'hidden="1"'})})
    apart = opened("a.xlsx", content)
    monkeypatch.undo()
    here = opened("a.xlsx", content)
    assert [sheet.source.frame.rows() for sheet in apart] == [sheet.source.frame.rows() for sheet in here]
    for one, other in zip(apart, here, strict=True):
        one.source = other.source
        assert one == other


def test_a_refusal_comes_back_from_that_process_as_it_is(opened, monkeypatch):
    monkeypatch.setattr(open, "SMALL_FILE", 0)
    with pytest.raises(Refused, match=r"^b\.xlsx: it has 201 sheets"):
        opened("b.xlsx", make.xlsx({f"s{n}": TABLE for n in range(201)}))


@pytest.mark.parametrize(("bound", "value"), [("MEMORY", 250 << 20), ("PATIENCE", 0.001)])
def test_too_much_memory_or_time_ends_in_a_sentence(opened, monkeypatch, bound, value):
    monkeypatch.setattr(guard, bound, value)
    content = make.ods(
        "<table:table>"
        + make.ods_row("a", *["x"] * 40, given='table:number-rows-repeated="40000"')
        + "</table:table>"
    )
    with pytest.raises(Refused, match=r"^c\.ods: reading it takes more time or memory"):
        opened("c.ods", content)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (make.xlsx({"s": merged("A1:XFD1048576")}), "too large for a form"),
        (make.xlsx({"s": make.xlsx_data({1: HEADER, 1_000_000: ["x"]})}), "too large for a form"),
        (make.xlsx({"s": TABLE}, extra={"xl/theme/theme1.xml": f"{DOCTYPE}<x>&l9;</x>"}), "damaged"),
        (make.xlsx({"s": "<sheetData><row"}), "not an .xlsx"),
        (b"PK\3\4" + bytes(100), "damaged"),
    ],
)
def test_a_form_is_bounded_too(content, words):
    with pytest.raises(Refused, match=words):
        opened_form(content, "form.xlsx")
