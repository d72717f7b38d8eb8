"""Every fixture in tests/uploads/quirks is read as quirks.toml says."""

import tomllib
from collections import Counter
from pathlib import Path

import duckdb
import pytest

from tuanqing.define.errors import Refused
from tuanqing.define.language import speak
from tuanqing.store.reading import discard, open, open_file
from tuanqing.store.reading.sheet import Sheet

UPLOADS = Path(__file__).parents[2] / "uploads"
QUIRKS = tomllib.loads((UPLOADS / "quirks.toml").read_text(encoding="utf-8"))
READ = {name: entry for name, entry in QUIRKS.items() if "refused" not in entry}
REFUSED = {name: entry for name, entry in QUIRKS.items() if "refused" in entry}


@pytest.fixture(autouse=True)
def _english():
    speak("en")
    yield
    speak("zh")


@pytest.fixture(scope="module")
def con():
    with duckdb.connect() as connection:
        yield connection


def the_sheet(name: str) -> Sheet:
    sheets = open_file(UPLOADS / "quirks" / name)
    wanted = QUIRKS[name].get("sheet")
    return next(
        sheet for sheet in sheets if (sheet.name == wanted if wanted else sheet.head and not sheet.hidden)
    )


def test_there_is_a_fixture_for_every_quirk():
    assert {entry["quirk"] for entry in QUIRKS.values()} == {f"Q{number}" for number in range(1, 31)}
    assert set(QUIRKS) == {file.name for file in (UPLOADS / "quirks").iterdir()}
    assert max(file.stat().st_size for file in (UPLOADS / "quirks").iterdir()) < 30_000


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_refused(name):
    with pytest.raises(Refused) as refusal:
        open_file(UPLOADS / "quirks" / name)
    assert REFUSED[name]["refused"] in str(refusal.value)
    assert str(refusal.value).startswith(name + ": ")


@pytest.mark.parametrize("name", sorted(READ))
def test_read(name, con):
    expected = READ[name]
    sheets = open_file(UPLOADS / "quirks" / name)
    assert len([sheet for sheet in sheets if not sheet.hidden]) == expected.get("sheets", 1)
    assert len([sheet for sheet in sheets if sheet.hidden]) == expected.get("hidden_sheets", 0)
    sheet = the_sheet(name)
    assert (sheet.kind, sheet.encoding) == (expected["kind"], expected.get("encoding"))
    assert (sheet.name == "") == (sheet.kind == "text" or (sheet.kind == "html" and len(sheets) == 1))
    place = sheet.head_lines.index(expected["header_line"])
    assert sheet.head[place][: len(expected["header"])] == expected["header"]
    assert len(sheet.merges) == expected.get("merges", len(sheet.merges))
    assert any(
        expected.get("note", "") in note for note in [*sheet.notes, ""] if note or "note" not in expected
    )

    width = len(expected["header"])
    report = sheet.load(
        con, "body", expected["header_line"], width=width, fill_columns=expected.get("fill", [])
    )
    loaded = con.execute("select * from body order by line").fetchall()
    assert (report.rows, report.hidden) == (expected["rows"], expected.get("hidden", 0))
    assert len(loaded) == report.rows
    faults = Counter(row[-2] for row in loaded if row[-2])
    assert faults == expected.get("faults", {})
    assert all((row[-1] is None) == (row[-2] is None) for row in loaded)
    if "lines" in expected:
        assert [row[0] for row in loaded] == expected["lines"]
    if "holds" in expected:
        assert any(expected["holds"] in (cell or "") for row in loaded for cell in row[1:-2])
    if "first_cells" in expected:
        assert [row[1] for row in loaded] == expected["first_cells"]


@pytest.mark.parametrize("name", sorted(READ))
def test_every_line_is_accounted_for(name, con):
    sheet = the_sheet(name)
    report = sheet.load(con, "body", 0)
    lines = [line for (line,) in con.execute("select line from body order by line").fetchall()]
    assert len(lines) == len(set(lines))
    assert lines[: len(sheet.head_lines)] == sheet.head_lines
    if sheet.kind == "text":
        return
    assert sorted([*lines, *sheet.hidden_lines]) == list(range(1, report.rows + report.hidden + 1))


def test_hidden_lines_and_columns_are_left_out():
    sheet = the_sheet("q20_hidden_parts.xlsx")
    assert sheet.hidden_lines == {3, 5}
    assert sheet.head_lines[:4] == [1, 2, 4, 6]
    assert "负责人" not in sheet.head[0]
    assert sheet.columns == [0, 1, 2, 3, 4, 5, 6, 9, 10, 11, 12]
    assert "H, I" in sheet.notes[0]


def test_surplus_cells_and_the_line_are_kept(con):
    sheet = the_sheet("q26_ragged_rows.csv")
    sheet.load(con, "body", 1, width=10)
    rows = con.execute("select line, extra, fault, original from body where fault is not null order by line")
    (short, long) = rows.fetchall()
    assert short[:3] == (3, None, "too_few")
    assert long[:3] == (6, "多出来的", "too_many")
    assert long[3].endswith(",多出来的,")


def test_a_stray_quote_swallows_nothing(con):
    the_sheet("q26_stray_quote.csv").load(con, "body", 1, width=10)
    assert con.execute("select line, c4 from body where fault = 'bad_quote'").fetchall() == [(4, '"清洁家园')]
    assert con.execute("select count(c9) from body where c9 = '已生效'").fetchall() == [(6,)]


def test_encoding_and_separator_may_be_given(tmp_path):
    file = tmp_path / "名单.csv"
    file.write_bytes("姓名;備註\n王;無\n".encode("big5"))
    assert open_file(file, encoding="big5")[0].head[0] == ["姓名", "備註"]
    assert open_file(file, encoding="big5", separator=",")[0].head[0] == ["姓名;備註"]
    with pytest.raises(Refused, match="not an encoding we know"):
        open_file(file, encoding="latin-9000")


def test_separator_hint_of_excel(tmp_path):
    file = tmp_path / "hint.csv"
    file.write_text("sep=|\na|b,c\n1|2,3\n")
    assert open_file(file)[0].head == [["sep=", ""], ["a", "b,c"], ["1", "2,3"]]


@pytest.mark.parametrize("content", ["", "\n\n\n", "姓名", "姓名\n", "\ufeff姓名,时长\r\n", ",,\n"])
def test_tiny_texts(tmp_path, con, content):
    file = tmp_path / "tiny.csv"
    file.write_bytes(content.encode())
    if not content:
        with pytest.raises(Refused, match="empty"):
            open_file(file)
        return
    (sheet,) = open_file(file)
    assert sheet.load(con, "body", 0).rows == len(content.split("\n")) - content.endswith("\n")


def test_too_large_and_missing_files(tmp_path, monkeypatch):
    file = tmp_path / "large.csv"
    file.write_text("a,b\n1,2\n")
    monkeypatch.setattr(open, "MAX_BYTES", 4)
    with pytest.raises(Refused, match="Split it by month"):
        open_file(file)
    with pytest.raises(Refused, match="cannot be read"):
        open_file(tmp_path / "nothing.csv")
    with pytest.raises(Refused, match="folder"):
        open_file(tmp_path)


def test_a_file_that_changed_is_refused(tmp_path, con):
    file = tmp_path / "a.csv"
    file.write_text("a,b\n1,2\n")
    (sheet,) = open_file(file)
    file.write_text("a,b\n1,2\n3,4\n")
    with pytest.raises(Refused, match="changed"):
        sheet.load(con, "body", 1)


def test_the_name_does_not_matter_to_the_fast_reader(tmp_path, con):
    file = tmp_path / "2023年[终版]*'x'.csv"
    file.write_text("a,b\n" + "1,甲\n" * 10, encoding="gb18030")
    (sheet,) = open_file(file)
    report = sheet.load(con, "body", 1, tier="fast")
    assert report == (10, 0, True)
    assert con.execute("select min(line), max(line), any_value(c1) from body").fetchall() == [(2, 11, "甲")]


def test_fast_reader_puts_ragged_rows_back(tmp_path, con):
    file = tmp_path / "a.csv"
    file.write_text("标题\na,b,c\n1,2,3\n1,2\n1,2,3,4\n1,2,3\n注：完\n\n\n", encoding="utf-8")
    (sheet,) = open_file(file)
    for tier in ("fast", "careful"):
        report = sheet.load(con, "body", 2, width=3, tier=tier)
        assert report == (7, 0, tier == "fast")
        assert con.execute("select line, c2, extra, fault, original from body order by line").fetchall() == [
            (3, "3", None, None, None),
            (4, None, None, "too_few", "1,2"),
            (5, "3", "4", "too_many", "1,2,3,4"),
            (6, "3", None, None, None),
            (7, None, None, "too_few", "注：完"),
            (8, None, None, None, None),
            (9, None, None, None, None),
        ]
    discard(con, "body")
    assert con.execute("select count(*) from information_schema.tables").fetchall() == [(0,)]


def test_workbook_rows_keep_their_excel_numbers(tmp_path, con):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["C4"], sheet["D4"], sheet["C7"], sheet["D7"], sheet["F7"] = "姓名", "时长", "李若溪", 5.0, "备"
    book.save(tmp_path / "offset.xlsx")
    (read,) = open_file(tmp_path / "offset.xlsx")
    assert read.head_lines == [1, 2, 3, 4, 5, 6, 7]
    assert read.head[3] == ["", "", "姓名", "时长", "", ""]
    read.load(con, "body", 4, width=4)
    assert con.execute("select line, c2, c3, extra, fault from body where c2 is not null").fetchall() == [
        (7, "李若溪", "5", "备", "too_many")
    ]


def test_a_stray_cell_far_away_is_refused_before_it_takes_all_memory(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = "姓名", "x"
    book.save(tmp_path / "far.xlsx")
    with pytest.raises(Refused, match="16384 columns"):
        open_file(tmp_path / "far.xlsx")
