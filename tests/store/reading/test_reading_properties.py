"""Properties of the reader: nothing crashes it, no line goes missing, and both text readers agree."""

import contextlib
import io
import zipfile
from pathlib import Path

import duckdb
from hypothesis import HealthCheck, event, example, given, settings
from hypothesis import strategies as st

from tuanqing.define.errors import Refused
from tuanqing.store.reading import open_file
from tuanqing.store.reading.delimited import Text, text_sheet
from tuanqing.store.reading.records import Dialect, records

QUICK = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
CON = duckdb.connect()
HERE = Path(__file__).parents[2] / "uploads" / "quirks"

cells = st.text(alphabet='a1,"；;\t 无张䶮\r\n\\#', max_size=6)
plain = st.sampled_from(["", "", "张三", "5", " ", "陈青集镇", "a b", "0", "\\", "#"])
newlines = st.sampled_from(["\n", "\n", "\r\n", "\r"])


@st.composite
def tables(draw) -> str:
    """Mostly regular tables, with some ragged, blank, quoted and broken lines."""
    width = draw(st.integers(2, 5))
    newline = draw(newlines)
    lines = []
    for _line in range(draw(st.integers(1, 25))):
        kind = draw(st.integers(0, 19))
        count = width if kind < 15 else draw(st.integers(0, width + 2))
        row = draw(st.lists(plain, min_size=count, max_size=count))
        if kind == 16:
            row = [draw(cells) for _cell in row]
        elif kind in (13, 14, 17):
            row = ['"' + cell.replace('"', '""') + '"' for cell in row]
        lines.append(",".join(row))
    return newline.join(lines) + draw(st.sampled_from(["", newline, newline * 2]))


def loaded(text: Text, width: int, after: int, tier) -> tuple[list, bool]:
    report = text_sheet(text, "t.csv", ",").load(CON, "t", after, width, tier=tier)
    rows = CON.execute("select * from t order by line").fetchall()
    assert len(rows) == report.rows
    assert [row[0] for row in rows] == sorted({row[0] for row in rows})
    return rows, report.fast


@example(content=",,\n,,\n,张三,,", after=0, width=2)  # two empty cells too many at the very end
@example(content=",,\n,张三,,\n,,", after=0, width=2)  # and in the line before
@example(content=",,\n" * 10 + ",\n,1,,", after=0, width=2)  # one too many, made up for by one too few
@given(content=tables(), after=st.integers(0, 3), width=st.integers(2, 5))
@settings(QUICK, max_examples=400)
def test_both_text_readers_give_the_same_table(tmp_path, content, after, width):
    file = tmp_path / "t.csv"
    file.write_bytes(content.encode())
    status = file.stat()
    text = Text(file, "utf-8", status.st_size, status.st_mtime_ns)
    quick, fast = loaded(text, width, after, "fast")
    event(f"fast {fast}")
    careful, fast = loaded(text, width, after, "careful")
    assert not fast
    assert quick == careful


@given(st.text(alphabet='a,"\n\r x', max_size=200), st.sampled_from([None, 2, 3]))
@QUICK
def test_every_physical_line_belongs_to_one_record(content, width):
    lines = list(io.StringIO(content, newline=None))
    taken = 0
    for line, _cells, fault, original in records(lines, Dialect(), width):
        assert line == taken + 1
        assert original == "".join(lines[taken : taken + original.count("\n") + 1]).removesuffix("\n")
        assert fault in (None, "bad_quote")
        taken += original.count("\n") + 1
    assert taken == len(lines)


def read_all(file: Path) -> None:
    """Open and load; Refused is the only way out, and of a text every letter and digit comes out, in order."""
    with contextlib.suppress(Refused):
        for sheet in open_file(file):
            report = sheet.load(CON, "t", min(sheet.head_lines[:1] or [0]))
            assert CON.execute("select count(*) from t").fetchall() == [(report.rows,)]
            if sheet.kind == "text":
                content = file.read_bytes().decode(sheet.encoding or "")
                assert alnum(content) == alnum("".join(cell for row in sheet.rows() for cell in row.cells))


def alnum(text: str) -> str:
    return "".join(filter(str.isalnum, text))


@given(st.binary(max_size=300), st.sampled_from([b"", b"\xef\xbb\xbf", b"\xff\xfe", b"<table>", b"PK\3\4"]))
@QUICK
def test_no_bytes_crash_the_reader(tmp_path, content, start):
    file = tmp_path / "x.csv"
    file.write_bytes(start + content)
    read_all(file)


@given(st.integers(0, 10**6), st.binary(min_size=1, max_size=8), st.booleans(), st.sampled_from("abcdef"))
@settings(QUICK, max_examples=120)
def test_damaged_workbooks_are_refused_not_crashed(tmp_path, place, junk, cut, which):
    samples = sorted(HERE.glob("*.xls*"))
    assert samples, "the fixtures are part of the repo"
    content = bytearray(samples[(place + ord(which)) % len(samples)].read_bytes())
    at = place % len(content)
    content[at : at + len(junk)] = junk
    file = tmp_path / "x.xls"
    file.write_bytes(bytes(content[: at + 1] if cut else content))
    read_all(file)


@given(st.integers(0, 10**6), st.binary(min_size=1, max_size=40), st.sampled_from("abcdef"))
@settings(QUICK, max_examples=60)
def test_damaged_sheet_markup_is_refused_not_crashed(tmp_path, place, junk, which):
    samples = [s for s in sorted(HERE.glob("q[012]*.xls*")) if zipfile.is_zipfile(s)]
    assert samples, "the fixtures are part of the repo"
    file = tmp_path / "x.xlsx"
    with (
        zipfile.ZipFile(samples[(place + ord(which)) % len(samples)]) as source,
        zipfile.ZipFile(file, "w") as target,
    ):
        for name in source.namelist():
            content = bytearray(source.read(name))
            if name.endswith(("sheet1.xml", "workbook.xml", "sharedStrings.xml", "styles.xml")):
                at = place % len(content)
                content[at : at + len(junk)] = junk
            target.writestr(name, bytes(content))
    read_all(file)
