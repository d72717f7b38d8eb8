"""How a text is cut into cells: separators, quotes, joined files; and what `rows` shows of it."""

from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tuanqing.define.errors import Refused
from tuanqing.define.language import speak
from tuanqing.store.reading import open_file
from tuanqing.store.reading.records import Dialect, guessed

CASES = Path(__file__).parents[2] / "uploads" / "cases"
QUICK = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True)
def _english():
    speak("en")
    yield
    speak("zh")


@pytest.fixture
def cells(tmp_path):
    def cells(content: str, **given) -> list[list[str]]:
        file = tmp_path / "t.csv"
        file.write_bytes(content.encode())
        return [row.cells for row in open_file(file, **given)[0].rows()]

    return cells


@pytest.mark.parametrize(
    ("name", "second"),
    [
        ("narrow_tab.csv", ["张0", "参加A,B,C三项"]),
        ("narrow_semicolon.csv", ["0", "甲,乙,丙"]),
        ("comma_space_quote.csv", ["张三", "甲, 乙"]),
    ],
)
def test_the_separator_under_which_header_and_rows_agree(name, second):
    (sheet,) = open_file(CASES / name)
    assert [row.cells for row in sheet.rows()][1] == second
    assert sheet.width == 2


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ("名单\n编号|说明\n1|a,b\n2|c,d\n", [["名单"], ["编号", "说明"], ["1", "a,b"], ["2", "c,d"]]),
        ("a;b;c\n1,5;2;3\n2,5;3;4\n", [["a", "b", "c"], ["1,5", "2", "3"], ["2,5", "3", "4"]]),
        ("姓名,说明\n甲,x;y\n乙,z;w\n", [["姓名", "说明"], ["甲", "x;y"], ["乙", "z;w"]]),
        (
            "时间\n2024-03-05 09:00\n2024-03-06 10:00\n",
            [["时间"], ["2024-03-05 09:00"], ["2024-03-06 10:00"]],
        ),
        ("a b c\n1 2 3\n4 5 6\n", [["a", "b", "c"], ["1", "2", "3"], ["4", "5", "6"]]),
        (  # a cell of two lines: every record agrees, not every line
            'a b c\n1 "x\ny" 3\n4 5 6\n7 8 9\n',
            [["a", "b", "c"], ["1", "x\ny", "3"], ["4", "5", "6"], ["7", "8", "9"]],
        ),
        (  # a cell too many or too few beside one of two lines
            'a,b,c,d\n1,2,3,"x\ny"\n1,,2,3,"x\ny"\n1,23,"x\ny"\n1,2,3,4\n',
            [
                ["a", "b", "c", "d"],
                ["1", "2", "3", "x\ny"],
                ["1", "", "2", "3", "x\ny"],
                ["1", "23", "x\ny"],
                ["1", "2", "3", "4"],
            ],
        ),
        (  # comma and space in one cell, and a quote too many: the header says what separates
            '姓名,说明,备注,数\n甲,"甲,甲,"x, y"\n甲,甲,甲,"x, y"\n甲,甲,甲,"x, y"\n甲,甲,甲,"x, y"\n',
            [["姓名", "说明", "备注", "数"], ["甲", '"甲', "甲", "x, y"], *[["甲", "甲", "甲", "x, y"]] * 3],
        ),
        ("'a','b, c'\n'1','2, 3'\n", [["a", "b, c"], ["1", "2, 3"]]),
        ('a,b\n"x \\"y\\", z",1\n"w",2\n', [["a", "b"], ['x "y", z', "1"], ["w", "2"]]),
        ("a,b\n'0370,1\n'0371,2\n", [["a", "b"], ["'0370", "1"], ["'0371", "2"]]),
        ("a\t\tb\n1\t\t2\n", [["a", "", "b"], ["1", "", "2"]]),
        ('a ,"b" ,c\n1 , "2, 2" ,3\n', [["a ", "b", "c"], ["1 ", "2, 2", "3"]]),
        ('a,b\n1, "x" y\n2,3\n', [["a", "b"], ["1", ' "x" y'], ["2", "3"]]),
    ],
)
def test_dialects(cells, content, rows):
    assert cells(content) == rows


def test_a_separator_that_is_said_overrules_what_is_seen(cells):
    content = "a,b;c\n1,2;3\n"
    assert cells(content, separator=";") == [["a,b", "c"], ["1,2", "3"]]
    assert cells("a\tb,c\n1\t2,3\n", separator="tab") == [["a", "b,c"], ["1", "2,3"]]
    for wrong in ("ab", '"', "\n", "x"):
        with pytest.raises(Refused, match="cannot separate"):
            cells(content, separator=wrong)


@given(
    st.lists(
        st.lists(st.sampled_from(["甲", "x, y", 'z "w" v', "1", ""]), min_size=4, max_size=4),
        min_size=4,
        max_size=9,
    ),
    st.data(),
)
@QUICK
def test_one_quote_too_many_spoils_no_other_cell(cells, table, data):
    """Rows as programs write them, and a quote before one cell: it is that cell's, all others come out right."""
    line = data.draw(st.integers(1, len(table)))
    place = data.draw(st.integers(0, 3))
    lines = [["姓名", "说明", "备注", "数"], *table]
    written = [
        [f'"{cell.replace(chr(34), chr(34) * 2)}"' if set(cell) & set(',"') else cell for cell in row]
        for row in lines
    ]
    if '"' in written[line][place]:
        return
    written[line][place] = '"' + written[line][place]
    found = cells("".join(",".join(row) + "\n" for row in written))
    assert len(found) == len(lines)
    for number, (expected, row) in enumerate(zip(lines, found, strict=True)):
        for column, cell in enumerate(expected):
            if (number, column) != (line, place) and number != line:
                assert row[column] == cell
    assert guessed('a,"b,c', Dialect(), 3) == ["a", '"b', "c"]


@pytest.mark.parametrize(
    ("line", "width", "cells"),
    [
        (
            '02:15,"2,BH,"Table, Round 48""","Made in, x",',
            6,
            ["02:15", '"2', "BH", 'Table, Round 48"', "Made in, x", ""],
        ),
        ('a,"Boots, 10" Lined","With plush, x"', 3, ["a", 'Boots, 10" Lined', "With plush, x"]),
        ('a,"b,c', 2, None),
        ('"' * 9 + "," * 400, 3, None),
    ],
)
def test_quotes_are_guessed_where_the_number_of_cells_comes_out(line, width, cells):
    assert guessed(line, Dialect(), width) == cells


def test_a_bad_quote_in_the_head_does_not_widen_the_table(tmp_path):
    file = tmp_path / "t.csv"
    file.write_text('a,b\n1,2\n3,"x" y, z, w\n4,5\n', "utf-8")
    (sheet,) = open_file(file)
    assert sheet.width == 2
    assert [row.fault for row in sheet.rows()] == [None, None, "bad_quote", None]


def test_files_joined_with_their_marks_have_their_second_header_alike():
    (sheet,) = open_file(CASES / "c10_two_csv_with_bom_joined.csv")
    rows = [row.cells for row in sheet.rows()]
    assert rows[0] == rows[2]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_mark_in_the_middle_is_seen_by_both_readers(tmp_path, newline):
    file = tmp_path / "t.csv"
    file.write_bytes(newline.join(["\ufeffa,b", *["1,2"] * 20, "\ufeffa,b", "3,4", ""]).encode())
    with duckdb.connect() as con:
        report = open_file(file)[0].load(con, "t", 1, tier="fast")
        assert not report.fast
        assert con.execute("select c0 from t where line = 22").fetchall() == [("a",)]


@pytest.mark.parametrize("length", [32_768, 40_000, 70_000, 200_000])
def test_a_cell_longer_than_a_table_holds_is_cut_and_told(tmp_path, length):
    file = tmp_path / "t.csv"
    file.write_bytes(("a,b\n" + "1,2\n" * 5000 + f"长,{'x' * length}\n" + "3,4\n" * 5000).encode())
    for tier in ("fast", "careful"):
        with duckdb.connect() as con:
            report = open_file(file)[0].load(con, "t", 1, tier=tier)
            assert report.rows == 10_001
            found = con.execute(
                "select line, c0, length(c1), fault from t where fault is not null"
            ).fetchall()
            assert found == [(5002, "长", 32_767, "too_long")]
    assert [row.line for row in open_file(file)[0].rows() if row.fault == "too_long"] == [5002]


def test_rows_and_load_say_the_same(tmp_path):
    file = tmp_path / "t.csv"
    file.write_text('标题\na,b,c\n1,2,3\n1,2\n1,2,3,4,5\n"x\ny",2,3\nq,"z,1,2\n,,\n', "utf-8")
    (sheet,) = open_file(file)
    with duckdb.connect() as con:
        sheet.load(con, "t", 0, width=3)
        loaded = con.execute("select line, c0, c1, c2, fault from t order by line").fetchall()
    shown = [(r.line, *(c or None for c in [*r.cells, "", "", ""][:3]), r.fault) for r in sheet.rows()]
    assert shown == loaded
    assert [row.cells for row in sheet.rows()][4] == ["1", "2", "3", "4", "5"]
