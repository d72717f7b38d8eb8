"""Small files met in offices, through the front door: what comes out is right, or it is asked or told."""

from pathlib import Path

import pytest

from tests.store.reading import workbooks as make
from tuanqing.show.receipt import left_out
from tuanqing.store.batch.importing import import_files
from tuanqing.store.batch.wishes import ImportWish, Outcome
from tuanqing.store.warehouse.versions import Warehouse

CASES = Path(__file__).parents[2] / "uploads" / "cases"
COUNTY = "410727"


@pytest.fixture(scope="module")
def fengqiu(contracts, tmp_path_factory) -> Warehouse:
    warehouse = Warehouse(tmp_path_factory.mktemp("cases") / "warehouse")
    outcomes = import_files(warehouse, [CASES / "area.xlsx"], contracts, lambda _con: None)
    assert [outcome.receipt.error for outcome in outcomes] == [None]  # 填写说明 is no table and no failure
    return warehouse


@pytest.fixture
def load(fengqiu, contracts):
    def load(file: str | Path, **wish) -> list[Outcome]:
        given = ImportWish(**{"area": COUNTY, **wish})
        return import_files(fengqiu, [CASES / file], contracts, lambda _con: None, given, dry_run=True)

    return load


def column(outcome: Outcome, name: str) -> list:
    return outcome.rows["accepted"].sort("line")[name].to_list()


def test_rows_hidden_by_a_filter_are_asked_about_with_their_lines(load):
    (outcome,) = load("e09_rows_hidden_by_filter.xlsx")
    assert tuple(outcome.receipt.needs_yes) == (
        "有2行被筛选隐藏（第3–4行），没有读入；要算进去请先清除筛选再保存",
    )
    (outcome,) = load("e09_rows_hidden_by_filter.xlsx", yes=True)
    assert (outcome.receipt.added, outcome.receipt.skipped["hidden"]) == (1, 2)


def test_rows_hidden_on_purpose_are_told_with_their_lines(load, tmp_path):
    rows = make.xlsx_data(
        {1: ["青年之家名称", "所属乡镇"], 2: ["甲", "黄陵镇"], 3: ["乙", "应举镇"]}, {3: 'hidden="1"'}
    )
    (tmp_path / "a.xlsx").write_bytes(make.xlsx({"s": rows}))
    (outcome,) = load(tmp_path / "a.xlsx")
    assert not outcome.receipt.needs_yes
    assert "有1行被隐藏，没有读入（第3行）；要算进去请先取消隐藏" in outcome.receipt.warnings


def test_names_broken_over_lines_are_whole(load):
    (outcome,) = load("e03_home_name_wrapped_in_cell.xlsx")
    assert column(outcome, "name") == ["黄陵镇青年之家", "应举镇青年之家", "陈桥镇青年之家"]


def test_midnight_by_a_clock_that_is_off(load):
    (outcome,) = load("c08_date_43_seconds_before_midnight.xlsx")
    assert {str(day) for day in column(outcome, "opened_on")} == {"2024-03-05"}


def test_states_under_an_unknown_header_are_asked_about(load):
    (outcome,) = load("e11_status_header_not_known.xlsx")
    assert "「已驳回」、「待审核」" in outcome.receipt.needs_yes[0]


def test_words_of_platforms_are_known(load):
    (outcome,) = load("d11_platform_words.xlsx")
    assert (outcome.receipt.added, outcome.receipt.rejected) == (7, 1)
    assert outcome.receipt.reasons[0]["first_line"] == 7  # 审核中 is neither yes nor no
    assert column(outcome, "on_platform") == [True, False, False, True, True, True, True]
    assert column(outcome, "status") == ["open", "open", "open", "closed", "open", "closed", "closed"]


@pytest.mark.parametrize(
    ("name", "added"),
    [
        ("c02_strict_open_xml.xlsx", 3),
        ("c03_dimension_without_columns.xlsx", 3),
        ("c06_html_table_inside_layout_table.xls", 3),
        ("c10_two_csv_with_bom_joined.csv", 2),
    ],
)
def test_odd_files_are_read_whole(load, name, added):
    (outcome,) = load(name)
    assert (outcome.receipt.error, outcome.receipt.added, outcome.receipt.rejected) == (None, added, 0)


def test_counts_and_days_as_people_write_them(load):
    (counts,) = load("d09_counts_as_people_write_them.xlsx")
    assert {"①", "○"}.isdisjoint(str(counts.receipt.reasons).split())
    said = set(counts.rows["rejected"]["line"])
    assert {8, 9} <= said  # ① and Ⅲ count nothing
    (days,) = load("d07_dates_as_secretaries_write_them.xlsx")
    assert days.receipt.rejected == 6  # without a year or day, two days, a span: each with its sentence


def test_a_sheet_that_is_full_is_warned_of(load, tmp_path):
    rows = ["青年之家名称,所属乡镇"] + [f"家{n},黄陵镇" for n in range(65_535)]
    (tmp_path / "a.csv").write_text("\n".join(rows) + "\n", "utf-8")
    (outcome,) = load(tmp_path / "a.csv", yes=True)
    assert any("正好65536行" in warning for warning in outcome.receipt.warnings)


def test_a_long_row_at_the_foot_that_begins_like_a_note_is_data(load, tmp_path):
    """A note is short: a row as full as the others is a row, whatever its first word is."""
    rows = "青年之家名称,所属乡镇,级别,面积(㎡),建成时间\n甲,黄陵镇,分部,80,2024-03-05\n"
    rows += "说明书屋青年之家,应举镇,分部,90,2024-03-05\n说明：面积按建筑面积计,,,,\n"
    (tmp_path / "a.csv").write_text(rows, "utf-8")
    (outcome,) = load(tmp_path / "a.csv")
    assert (outcome.receipt.added, outcome.receipt.skipped) == (2, {"header": 1, "note": 1})


def test_the_binary_workbook_goes_the_whole_way(load, tmp_path):
    table = make.xlsb_sheet([["青年之家名称", "所属乡镇"], ["甲", "黄陵镇"]])
    (tmp_path / "a.xlsb").write_bytes(make.xlsb({"一": table}))
    assert load(tmp_path / "a.xlsb")[0].receipt.added == 1


def test_tables_below_each_other_are_each_in_the_place_of_their_title(load):
    (outcome,) = load("e04_tables_below_each_other_township_in_title.xlsx")
    receipt = outcome.receipt
    assert (receipt.error, receipt.added, receipt.rejected) == (None, 3, 0)
    assert column(outcome, "name") == ["点甲", "点乙", "点丙"]
    assert column(outcome, "township") == ["410727101", "410727101", "410727103"]
    assert receipt.skipped == {"title": 2, "header": 2, "total": 2, "blank": 1}


@pytest.mark.parametrize("said", ["无", "本月无志愿服务活动", "零报告", "我镇暂无"])
def test_a_row_that_says_there_is_nothing_reports_none(load, tmp_path, said):
    file = tmp_path / "封丘县应举镇志愿服务时长_2024年3月.csv"
    file.write_text(f"姓名,志愿者编号,项目名称,服务日期,服务时长,乡镇\n{said},,,,,\n", "utf-8")
    (outcome,) = load(file)
    assert (outcome.receipt.error, outcome.receipt.rejected) == (None, 0)
    assert outcome.receipt.skipped == {"header": 1, "note": 1}
    assert (outcome.receipt.covers, outcome.receipt.months) == (["410727103"], ["2024年3月"])
    file.write_text(
        "姓名,志愿者编号,项目名称,服务日期,服务时长,乡镇\n甲,V1,无偿献血,2024-03-02,2,应举镇\n", "utf-8"
    )
    (outcome,) = load(file)
    assert outcome.receipt.added == 1


def test_a_name_that_begins_with_nothing_is_a_name(load, tmp_path):
    rows = [["青年之家名称", "级别"], ["无为青年之家"], ["甲", "分部"]]
    (tmp_path / "城关镇.xlsx").write_bytes(sheets_of(rows))
    (outcome,) = load(tmp_path / "城关镇.xlsx")
    assert outcome.receipt.skipped == {"header": 1}


@pytest.mark.parametrize("name", ["黄陵镇", "黄陵镇：", "黄陵镇（1个）"])
def test_the_name_of_a_place_alone_in_a_row_is_no_unit_but_where_the_rows_under_it_are(load, tmp_path, name):
    rows = [["青年之家名称", "级别"], ["城关镇"], ["甲", "分部"], ["乙", "分部"], [name], ["丙", "分部"]]
    (tmp_path / "homes.xlsx").write_bytes(sheets_of(rows))
    (outcome,) = load(tmp_path / "homes.xlsx")
    assert column(outcome, "name") == ["甲", "乙", "丙"]
    assert column(outcome, "township") == ["410727100", "410727100", "410727101"]
    assert outcome.receipt.skipped == {"title": 2, "header": 1}


@pytest.mark.parametrize("columns", [["青年之家名称", "级别"], ["青年之家名称", "级别", "所属乡镇"]])
def test_a_workbook_with_a_sheet_for_each_township_speaks_sheet_by_sheet(load, tmp_path, columns):
    """Of the county by its name and by --area; each sheet is of the township it is called after all the same."""
    sheets = {
        name: make.xlsx_data({1: columns, 2: [home, "分部", name][: len(columns)]})
        for name, home in (("城关镇", "甲"), ("黄陵镇", "乙"))
    }
    (tmp_path / "封丘县青年之家_20240331.xlsx").write_bytes(make.xlsx(sheets))
    found = load(tmp_path / "封丘县青年之家_20240331.xlsx")
    assert [(o.receipt.error, o.receipt.added, o.receipt.removed) for o in found] == [(None, 1, 0)] * 2
    assert [tuple(o.receipt.covers) for o in found] == [("410727100",), ("410727101",)]


def sheets_of(rows: list[list[str]], merged: tuple[str, ...] = ()) -> bytes:
    tail = (
        "<mergeCells>" + "".join(f'<mergeCell ref="{ref}"/>' for ref in merged) + "</mergeCells>"
        if merged
        else ""
    )
    return make.xlsx({"s": make.xlsx_data(dict(enumerate(rows, 1))) + tail})


def test_a_merged_title_without_a_header_of_its_own_is_no_unit(load, tmp_path):
    rows = [
        ["青年之家名称", "级别", "面积(㎡)"],
        ["一、黄陵镇", "", ""],
        ["点甲", "分部", "80"],
        ["二、应举镇", "", ""],
    ]
    (tmp_path / "a.xlsx").write_bytes(sheets_of([*rows, ["点乙", "分部", "90"]], ("A2:C2", "A4:C4")))
    (outcome,) = load(tmp_path / "a.xlsx")
    assert column(outcome, "name") == ["点甲", "点乙"]
    assert column(outcome, "township") == ["410727101", "410727103"]
    assert outcome.receipt.skipped["title"] == 2


def test_a_header_of_two_rows_comes_again_and_its_titles_name_no_place(load, tmp_path):
    head = [["青年之家名称", "所属乡镇", "规模", ""], ["", "", "面积(㎡)", "级别"]]
    rows = [*head, ["点甲", "黄陵镇", "80", "分部"], ["", "", "", ""], ["第二批名单", "", "", ""]]
    (tmp_path / "a.xlsx").write_bytes(
        sheets_of([*rows, *head, ["点乙", "应举镇", "90", "分部"]], ("C1:D1", "C6:D6"))
    )
    (outcome,) = load(tmp_path / "a.xlsx")
    assert (outcome.receipt.added, outcome.receipt.rejected) == (2, 0)
    assert outcome.receipt.skipped == {"header": 4, "title": 1, "blank": 1}


def test_a_unit_with_a_name_and_nothing_else_stays_a_unit(load, tmp_path):
    (tmp_path / "a.csv").write_text("青年之家名称,级别\n黄陵镇青年之家,\n应举镇青年之家,分部\n", "utf-8")
    (outcome,) = load(tmp_path / "a.csv")
    assert outcome.receipt.added + outcome.receipt.rejected == 2
    assert "title" not in outcome.receipt.skipped


def test_what_was_left_out_is_told_by_line_and_reason(load, tmp_path):
    rows = "青年之家编号,青年之家名称,所属乡镇\nH1,甲,黄陵镇\nH1,甲,黄陵镇\nH2,乙,应举镇\nH2,乙改,应举镇\n合计,2,\n说明：以上为初报,,\n"
    (tmp_path / "a.csv").write_text(rows, "utf-8")
    (outcome,) = load(tmp_path / "a.csv")
    assert left_out(outcome.receipt) == [
        "合计 1 行不计入（第6行）",
        "附注 1 行不计入（第7行）",
        "重复行 1 行不计入（第 3 行与第 2 行完全相同）",
        "被后面的行取代 1 行不计入（第 4 行与第 5 行是同一条、内容不同，以那一行为准）",
    ]


def test_one_cause_is_told_once_with_its_count(load, tmp_path):
    days = ["2024-13-0", "2024年13月5日", "三月初", "2024-02-31"]
    rows = "".join(f"家{n},黄陵镇,{day}\n" for n, day in enumerate(days * 3))
    (tmp_path / "a.csv").write_text("青年之家名称,所属乡镇,建成时间\n" + rows, "utf-8")
    (outcome,) = load(tmp_path / "a.csv")
    reasons = outcome.receipt.reasons
    assert sum(entry["count"] for entry in reasons) == outcome.receipt.rejected == 12
    assert len(reasons) == len({entry["reason"].split("：")[-1] for entry in reasons})


def test_a_sheet_that_tells_how_to_fill_in_is_no_failure(load, tmp_path):
    (outcome,) = load("e14_template_filled.xlsx")
    assert (outcome.receipt.error, outcome.receipt.added) == (None, 1)
    assert "跳过工作表「填写说明」（不是数据表）" in outcome.receipt.warnings
    table = make.xlsx_data({1: ["青年之家名称", "所属乡镇"], 2: ["甲", "黄陵镇"]})
    words = make.xlsx_data({1: ["一、每行一个青年之家"], 2: ["二、不得空行"]})
    other = make.xlsx_data({1: ["甲", "乙", "丙"], 2: ["1", "2", "3"]})
    (tmp_path / "a.xlsx").write_bytes(make.xlsx({"名录": table, "怎么填": words, "别的表": other}))
    read, refused = load(tmp_path / "a.xlsx")
    assert (read.receipt.error, "怎么填" in str(read.receipt.warnings)) == (None, True)
    assert refused.receipt.sheet == "别的表"
    assert refused.receipt.error
