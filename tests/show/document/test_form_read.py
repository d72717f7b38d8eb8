"""Blank forms nobody mapped: what their words make sure is filled with the cube's numbers, and nothing else is.

Five came from superiors (contents invented), in `forms/`; the others are the kinds that go round beside them.
"""

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.show.document.oracle import Oracle
from tests.uploads import quirk_rows
from tuanqing.define import form as forms
from tuanqing.define.form import Mapped
from tuanqing.define.period import parse
from tuanqing.show.document.form.filler import Filled, Filler
from tuanqing.show.document.form.sums import worked_out
from tuanqing.show.document.workbook import opened

FORMS = Path(__file__).with_name("forms")
COUNTY = "411424"
TOWNS = ["凤凰街道", "浦东街道", "春水街道", "双河街道", *quirk_rows.TOWNS]
Ask = Callable[..., float | None]


@pytest.fixture(scope="module")
def codes(con) -> dict[str, str]:
    """The codes of 柘城县's townships by name."""
    found = con.execute(
        "SELECT name, area_code FROM area WHERE parent_code = ? AND level = 'township'", [COUNTY]
    )
    return dict(found.fetchall())


@pytest.fixture(scope="module")
def ask(con, library, codes) -> Ask:
    """ask(indicator, place, period, per): the cube's value, in units of `per`; None where nobody has reported."""
    oracle = Oracle(con, library)

    def ask(name: str, place: str = COUNTY, period: str = "2023", per: int = 1) -> float | None:
        found = oracle.cube(name, codes.get(place, place), parse(period))
        return None if found is None or found[2] is None else float(Decimal(str(found[2])) / per)

    return ask


@pytest.fixture(scope="module")
def fill(con, library, contracts) -> Callable[..., Filled]:
    def fill(content: bytes, period: str = "2023", text: str = "", area: str = COUNTY) -> Filled:
        mapped = forms.parse(text, "map") if text else Mapped("", guess=True)
        return Filler(con, library, area, parse(period), contracts).fill(opened(content, "表.xlsx"), mapped)

    return fill


def made(
    rows: Sequence[Sequence[Any]], merged: Sequence[str] = (), title: str = "表1", **formats: str
) -> bytes:
    """A form of these rows."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = title
    for row in rows:
        page.append(list(row))
    for each in merged:
        page.merge_cells(each)
    for at, shown in formats.items():
        page[at].number_format = shown
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def numbers(made: Filled, sheet: str = "") -> dict[str, float]:
    """What was put in, read back from the workbook's file."""
    book = openpyxl.load_workbook(io.BytesIO(made.content))
    page = book[sheet] if sheet else book.worksheets[0]
    mine = {spot.at for spot in made.done if spot.sheet in ("", page.title)}
    return {at: page[at].value for at in mine}


def assert_cells(made: Filled, wanted: Mapping[str, float | None], sheet: str = "") -> None:
    """Every cell that has a figure holds it, and no other cell was written."""
    found = numbers(made, sheet)
    known = {at: value for at, value in wanted.items() if value is not None}
    assert found.keys() == known.keys(), (sorted(found.keys() ^ known.keys()), made.questions, made.blank[:5])
    assert found == pytest.approx(known, abs=1e-6)
    assert all(
        any(spot.at == at and spot.reason for spot in made.blank) for at, v in wanted.items() if v is None
    )


# the five that came


def cadres_by_post(con) -> dict[str, float]:
    """The county's cadres of 2023 by kind of post."""
    sql = (
        "SELECT member, value FROM cube WHERE indicator = 'cadres' AND dimension = 'post' AND area_code = ? "
        "AND grain = 'year' AND period = DATE '2023-01-01'"
    )
    return dict(con.execute(sql, [COUNTY]).fetchall())


def test_merged_heads_over_two_rows_with_a_row_of_sums(fill, ask):
    columns = {
        "C": "organisations", "D": "two_new_organisations", "E": "organisations_new", "F": "members",
        "G": "youth_homes", "H": "youth_home_events", "I": "volunteer_sessions", "J": "volunteer_person_times",
    }  # fmt: skip
    filled = fill((FORMS / "merged_heads_with_totals.xlsx").read_bytes())
    assert_cells(
        filled,
        {f"{c}{row}": ask(name, town) for c, name in columns.items() for row, town in enumerate(TOWNS, 5)},
    )
    sums = " ".join(filled.told)
    assert all(said in sums for said in ("C27", "652", "732")), "the form's own total and the county's"
    assert "G27" not in sums, "a sum that is the county's is not told"


def test_items_down_with_their_units_in_a_column_and_two_years_across(fill, ask):
    rows = {
        5: "volunteer_teams", 6: "volunteers_registered", 7: "active_volunteers", 9: "volunteer_sessions",
        10: "volunteer_person_times", 11: "volunteer_hours", 12: "volunteer_township_coverage", 14: "funding_spent",
    }  # fmt: skip
    filled = fill((FORMS / "items_this_year_last_year.xlsx").read_bytes())
    years = (("C", "2023"), ("D", "2022"))
    wanted = {f"{c}{row}": ask(name, period=year) for row, name in rows.items() for c, year in years}
    assert (wanted["C12"], wanted["D12"]) == (100, 100)
    wanted["C12"] = wanted["D12"] = 1  # in cells that show a share of one
    assert_cells(filled, wanted)
    assert any("22个乡镇中17个" in spot.remark for spot in filled.done if spot.at == "C11"), (
        "a partial total says so"
    )


def test_twin_blocks_and_a_hidden_sheet(fill, ask, con):
    left = ("organisations", "two_new_organisations", "organisations_new", "members", "league_admitted")
    filled = fill((FORMS / "twin_blocks_with_codes.xlsx").read_bytes())
    wanted = {f"C{row}": ask(name) for row, name in enumerate(left, 5)}
    wanted["C10"] = ask("league_admitted_by_recommendation")
    wanted["C11"] = con.execute(
        "SELECT value FROM cube WHERE indicator = 'cadres' AND dimension = 'post' AND member = 'full_time' "
        "AND area_code = ? AND grain = 'year' AND period = DATE '2023-01-01'", [COUNTY],
    ).fetchone()[0]  # fmt: skip
    wanted["C12"] = ask("fee_amount")
    wanted |= {"G5": ask("youth_homes"), "G7": ask("volunteers_registered"), "G8": ask("volunteer_hours")}
    wanted["G6"] = round(ask("youth_home_platform_rate"), 1)
    wanted |= {"G9": ask("funding_received", per=10_000), "G10": ask("funding_spent", per=10_000)}
    wanted |= {"G11": ask("aid_beneficiaries"), "G12": ask("aid_amount")}
    assert_cells(filled, wanted)
    hidden = openpyxl.load_workbook(io.BytesIO(filled.content))["说明"]
    assert (hidden.sheet_state, hidden["A2"].value) == ("hidden", "=综合表!C5")


def test_ten_thousand_in_the_corner_and_yuan_in_a_head(fill, ask):
    towns = {row: town for row, town in zip([*range(5, 9), *range(10, 28)], TOWNS, strict=True)}
    filled = fill((FORMS / "yuan_and_ten_thousand.xlsx").read_bytes())
    wanted: dict[str, float | None] = {}
    for row, town in towns.items():
        wanted[f"B{row}"] = ask("aid_amount", town, per=10_000)
        wanted[f"C{row}"] = ask("aid_beneficiaries", town)
        wanted[f"D{row}"] = ask("pioneer_funding_per_head", town)
        wanted[f"G{row}"] = ask("fee_paid_rate", town)
    wanted |= {"D29": ask("pioneer_funding_per_head"), "G29": ask("fee_paid_rate")}
    page = openpyxl.load_workbook(FORMS / "yuan_and_ten_thousand.xlsx").worksheets[0]
    shares = {at for at in wanted if "%" in str(page[at].number_format)}
    assert shares
    assert_cells(
        filled,
        {
            at: v if v is None or at[0] != "G" else v / 100 if at in shares else round(v, 1)
            for at, v in wanted.items()
        },
    )
    assert {s.at for s in filled.blank if "小计" in s.reason} == {"D9", "D28", "G9", "G28"}, (
        "no unknown township"
    )


def test_names_with_spaces_in_an_annex_that_lacks_two_townships(fill, ask):
    columns = {
        "C": "organisations", "D": "members", "E": "youth_homes", "F": "youth_home_events", "G": "volunteer_sessions",
        "H": "volunteer_person_times", "I": "active_volunteers",
    }  # fmt: skip
    filled = fill((FORMS / "annex_with_spaced_names.xlsx").read_bytes())
    assert_cells(
        filled,
        {f"{c}{row}": ask(n, town) for c, n in columns.items() for row, town in enumerate(TOWNS[:20], 5)},
    )
    assert any("李原乡" in told and "皇集乡" in told for told in filled.told)


# others of the kind


def test_months_across_and_a_whole_year(fill, ask):
    rows = {
        4: "youth_home_events",
        5: "youth_home_person_times",
        6: "volunteer_person_times",
        7: "funding_spent",
    }
    content = made(
        [
            ["2023年青年之家和志愿服务分月统计表"],
            ["填报单位：", None, "单位：场、人次"],
            ["指标", "计量单位", *(f"{month}月" for month in range(1, 13)), "全年", "备注"],
            ["青年之家活动场次", "场"],
            ["青年之家参与人次", "人次"],
            ["志愿服务参与人次", "人次"],
            ["经费支出", "万元"],
        ],
        ["A1:P1"],
    )
    periods = [*(f"2023-{month:02d}" for month in range(1, 13)), "2023"]
    assert_cells(
        fill(content),
        {
            f"{column}{row}": ask(name, period=period, per=10_000 if row == 7 else 1)
            for row, name in rows.items()
            for column, period in zip("CDEFGHIJKLMNO", periods, strict=True)
        },
    )


def test_a_month_with_the_year_up_to_it_and_the_same_month_last_year(fill, ask):
    content = made(
        [
            ["共青团工作月报表"],
            ["填报单位：", None, None, "2023年6月"],
            ["指标名称", "单位", "本月", "本年累计", "上年同期"],
            ["志愿服务场次", "场"],
            ["新发展团员", "人"],
            ["团费收缴金额", "元"],
        ]
    )
    rows = {4: "volunteer_sessions", 5: "league_admitted", 6: "fee_amount"}
    columns = {"C": "2023-06", "D": "2023H1", "E": "2022-06"}
    wanted = {
        f"{c}{row}": ask(name, period=period) for row, name in rows.items() for c, period in columns.items()
    }
    assert_cells(fill(content, "2023-06"), wanted)
    other = fill(content)
    assert any("2023年6月" in told for told in other.told), "the form is of June, and filled for the year"
    assert {"C4", "C5", "C6"} <= {spot.at for spot in other.blank if spot.asked}, "a year is no 本月"


def test_townships_by_kind_with_the_total_first(fill, ask, con, codes):
    content = made(
        [
            ["青年之家分级建设情况统计表"],
            [None, None, None, "单位：个"],
            ["乡镇（街道）", "合计", "总部", "分部", "门店"],
            ["全县合计"],
            *([town] for town in TOWNS),
        ],
        ["A1:E1"],
    )
    parts = con.execute(
        "SELECT area_code, member, value FROM cube WHERE indicator = 'youth_homes' AND dimension = 'level' "
        "AND grain = 'year' AND period = DATE '2023-01-01'"
    ).fetchall()
    held = {(area, member): value for area, member, value in parts}
    wanted: dict[str, float | None] = {}
    for row, town in enumerate((COUNTY, *TOWNS), 4):
        wanted[f"B{row}"] = ask("youth_homes", town)
        for column, member in (("C", "hq"), ("D", "branch"), ("E", "outlet")):
            wanted[f"{column}{row}"] = held.get((codes.get(town, town), member), 0)
    assert sum(wanted[f"{c}4"] or 0 for c in "CDE") == wanted["B4"], (
        "all homes have a level, so none of one is 0"
    )
    assert_cells(fill(content), wanted)


def test_two_tables_on_one_sheet_each_with_its_own_unit(fill, ask):
    content = made(
        [
            ["表一 希望工程资助情况统计表"],
            ["乡镇", "资助金额", "资助人数"],
            *([town] for town in TOWNS[:8]),
            ["合计", "=SUM(B3:B10)"],
            ["注：资助金额以元为单位。"],
            [],
            ["表二 工作经费情况表（万元）"],
            ["乡镇", "经费收入", "经费支出", "备注"],
            *([town] for town in TOWNS[:8]),
            ["合计"],
        ],
        ["A1:D1", "A14:D14"],
    )
    filled = fill(content)
    wanted: dict[str, float | None] = dict.fromkeys(("C11", "B24", "C24"))  # of eight: not the county's
    for row, town in enumerate(TOWNS[:8], 3):
        wanted |= {f"B{row}": ask("aid_amount", town), f"C{row}": ask("aid_beneficiaries", town)}
    for row, town in enumerate(TOWNS[:8], 16):
        wanted[f"B{row}"] = ask("funding_received", town, per=10_000)
        wanted[f"C{row}"] = ask("funding_spent", town, per=10_000)
    assert_cells(filled, wanted)
    assert any("B11" in told and "560000" in told for told in filled.told), (
        "eight townships are not the county"
    )


def test_people_and_turns_told_apart_by_the_unit_under_a_merged_head(fill, ask):
    content = made(
        [
            ["志愿服务情况表"],
            ["单位名称", "注册志愿者", "志愿服务", None, None, "活跃志愿者"],
            [None, "（人）", "（场）", "（人次）", "（小时）", "（人）"],
            ["全县"],
            *([f"柘城县{town}" for town in [name]] for name in TOWNS[:6]),
        ],
        ["A2:A3", "C2:E2"],
    )
    names = (
        "volunteers_registered",
        "volunteer_sessions",
        "volunteer_person_times",
        "volunteer_hours",
        "active_volunteers",
    )
    assert_cells(
        fill(content),
        {
            f"{column}{row}": ask(name, town)
            for row, town in enumerate((COUNTY, *TOWNS[:6]), 4)
            for column, name in zip("BCDEF", names, strict=True)
        },
    )


def test_parts_under_merged_heads(fill, ask, con):
    content = made(
        [
            ["团干部和团员发展情况统计表"],
            ["乡镇（街道）", "团干部", None, None, "发展团员", None],
            [None, "总数", "其中：专职", "其中：挂职", "总数", "其中：推优入团"],
            ["总  计"],
        ],
        ["A1:F1", "A2:A3", "B2:D2", "E2:F2"],
    )
    parts = cadres_by_post(con)
    wanted = {"B4": ask("cadres"), "C4": parts["full_time"], "D4": parts["seconded"]}
    wanted |= {"E4": ask("league_admitted"), "F4": ask("league_admitted_by_recommendation")}
    assert_cells(fill(content), wanted)


def test_townships_across_and_items_down(fill, ask):
    content = made(
        [
            ["各乡镇主要指标"],
            ["指标", *TOWNS[:5], "合计"],
            ["团组织数（个）"],
            ["志愿服务时长（小时）"],
            ["经费支出（元）"],
        ]
    )
    assert_cells(
        fill(content),
        {
            f"{column}{row}": ask(name, place)
            for row, name in enumerate(("organisations", "volunteer_hours", "funding_spent"), 3)
            for column, place in zip("BCDEF", TOWNS[:5], strict=True)
        }
        | dict.fromkeys(("G3", "G4", "G5")),  # of five: not the county's
    )


def test_categories_down_the_side_with_codes_and_units(fill, ask):
    content = made(
        [
            ["共青团工作综合统计表"],
            ["类别", "指标", "计量单位", "代码", "本年", "上年"],
            ["团组织", "总数", "个", "01"],
            [None, "其中：两新", "个", "02"],
            [None, "新建", "个", "03"],
            ["志愿服务", "场次", "场", "04"],
            [None, "人次", "人次", "05"],
            ["经费", "收入", "万元", "06"],
            [None, "支出", "元", "07"],
            ["青年之家", "云平台入驻率", "%", "08"],
        ],
        ["A1:F1", "A3:A5", "A6:A7", "A8:A9"],
    )
    names = (
        "organisations", "two_new_organisations", "organisations_new", "volunteer_sessions", "volunteer_person_times",
        "funding_received", "funding_spent", "youth_home_platform_rate",
    )  # fmt: skip
    wanted: dict[str, float | None] = {}
    for row, name in enumerate(names, 3):
        for column, year in (("E", "2023"), ("F", "2022")):
            value = ask(name, period=year, per=10_000 if row == 8 else 1)
            wanted[f"{column}{row}"] = value if value is None or row < 10 else round(value, 1)
    assert_cells(fill(content), wanted)


def test_schools_down_the_side(fill, con, ask):
    """Schools of another county, whose pioneers are known; names with their county before them."""
    rows = con.execute(
        "SELECT area.name, cube.area_code FROM cube JOIN area USING (area_code) WHERE indicator = 'pioneer_squadrons' "
        "AND dimension = '' AND grain = 'year' AND area.level = 'school' AND value IS NOT NULL AND period = DATE '2023-01-01' "
        "AND starts_with(area_code, '522731') ORDER BY 2 LIMIT 4"
    ).fetchall()
    assert rows
    content = made(
        [
            ["学校少先队工作情况统计表"],
            ["序号", "乡镇", "学校名称", "中队数", "颁章数（枚）", "负责人"],
            *([n, None, name] for n, (name, _code) in enumerate(rows, 1)),
            ["合计", None, None, "=SUM(D3:D6)"],
        ],
        ["A1:F1"],
    )
    wanted = {}
    for row, (_name, code) in enumerate(rows, 3):
        wanted[f"D{row}"] = ask("pioneer_squadrons", code)
        wanted[f"E{row}"] = ask("badge_awards", code)
    assert_cells(fill(content, area="522731"), wanted)


# what is not sure is not filled


TRAPS = {
    "a title that makes it mean less": (["两新组织团建情况统计表"], "团员数", "indicator"),
    "a part nobody keeps": (["团员情况统计表"], "其中：女团员", "indicator"),
    "few words under another subject": (["少先队工作统计表"], "活动场次", "indicator"),
    "money nobody says the unit of": (["资助情况表"], "资助金额", "unit"),
    "a rate of what": (["统计表"], "覆盖率", "indicator"),
    "people where turns are kept": (["统计表"], "志愿服务人次（人）", "indicator"),
    "money in two units": (["资助情况表 单位：元、万元"], "资助金额", "unit"),
    "a group that makes it mean less": (["非公企业团建情况表"], "团组织数", "indicator"),
    "brackets that make it mean less": (["统计表"], "团员总数（不含毕业班）", "indicator"),
    "a quotient in brackets": (["统计表"], "志愿服务时长（小时/人）", "indicator"),
    "no indicator at all": (["统计表"], "高质量发展水平", "indicator"),
}


@pytest.mark.parametrize(("above", "head", "kind"), TRAPS.values(), ids=TRAPS)
def test_what_is_not_sure_is_asked_and_never_filled(fill, above, head, kind):
    content = made([above, ["乡镇", "备注", head], *([town] for town in TOWNS[:3])], ["A1:C1"])
    filled = fill(content)
    assert not any(at.startswith("C") for at in numbers(filled))
    (question,) = filled.questions
    assert question.cells == ("C3", "C4", "C5")
    assert question.kind == kind
    assert all(spot.asked and spot.reason for spot in filled.blank if spot.at.startswith("C"))


def test_an_answer_fills_every_cell_under_the_same_words(fill, ask):
    content = made(
        [["资助情况表"], ["乡镇", "资助金额", "帮扶青少年"], *([town] for town in TOWNS[:3])],
        ["A1:C1"],
        title="资助",
    )
    text = '[heads]\n"帮扶青少年" = "aid_beneficiaries"\n[units]\n"资助" = "万元"\n'
    assert forms.parse(forms.written(forms.parse(text, "map")), "again") == forms.parse(text, "map")
    wanted = {f"B{row}": ask("aid_amount", town, per=10_000) for row, town in enumerate(TOWNS[:3], 3)}
    wanted |= {f"C{row}": ask("aid_beneficiaries", town) for row, town in enumerate(TOWNS[:3], 3)}
    assert_cells(fill(content, text=text), wanted)
    assert not fill(content, text=text).questions
    left = fill(content, text='[heads]\n"帮扶青少年" = ""\n')
    assert not any("C" in question.cells[0] for question in left.questions), "told to stay blank"


def test_a_form_whose_rows_name_nobody_says_so(fill):
    filled = fill(made([["基本情况表"], ["乡镇（街道）", "团组织数", "团员数"], [], []], ["A1:C1"]))
    assert (filled.done, len(filled.told)) == ([], 1)
    assert "没写单位名称" in filled.told[0]


def test_three_rows_of_heads_and_a_row_of_letters(fill, ask):
    content = made(
        [
            ["附件1"],
            ["2023年度共青团重点工作统计表"],
            ["填报单位：（盖章）", None, None, "填报时间：   年  月  日"],
            ["乡镇（街道）", "阵地建设", None, "志愿服务", None, None],
            [None, "青年之家", None, "注册志愿者（人）", "活动", None],
            [None, "数量（个）", "活动场次（场）", None, "场次（场）", "人次（人次）"],
            ["甲", "1", "2", "3", "4", "5"],
            *([town] for town in TOWNS),
            ["合计", *(f"=SUM({column}8:{column}29)" for column in "BCDEF")],
            ["单位负责人：", None, "填表人："],
        ],
        ["A2:F2", "A4:A6", "B4:C4", "D4:F4", "B5:C5", "D5:D6", "E5:F5"],
    )
    names = (
        "youth_homes",
        "youth_home_events",
        "volunteers_registered",
        "volunteer_sessions",
        "volunteer_person_times",
    )
    assert_cells(
        fill(content),
        {
            f"{c}{row}": ask(name, town)
            for c, name in zip("BCDEF", names, strict=True)
            for row, town in enumerate(TOWNS, 8)
        },
    )


def test_heads_of_groups_that_are_not_merged_and_a_total_of_every_township(fill, ask):
    content = made(
        [
            ["县（市、区）共青团工作汇总表"],
            ["序号", "单位", "团组织情况", None, None, "团员情况", None],
            [None, None, "总数", "两新", "新建", "团员总数", "发展团员"],
            *([n, town] for n, town in enumerate(TOWNS, 1)),
            ["合计"],
        ]
    )
    names = ("organisations", "two_new_organisations", "organisations_new", "members", "league_admitted")
    assert_cells(
        fill(content),
        {
            f"{column}{row}": ask(name, place)
            for column, name in zip("CDEFG", names, strict=True)
            for row, place in enumerate((*TOWNS, COUNTY), 4)
        },
    )


def test_a_total_beside_months_is_theirs_and_not_the_forms_own_period(fill, ask):
    rows = [
        ["上半年分月情况"],
        ["项目", *(f"{m}月" for m in range(1, 7)), "合计"],
        ["志愿服务场次"],
        ["青年之家活动场次"],
    ]
    wanted = {
        f"{column}{row}": ask(name, period=period)
        for row, name in ((3, "volunteer_sessions"), (4, "youth_home_events"))
        for column, period in zip("BCDEFGH", [*(f"2023-{m:02d}" for m in range(1, 7)), "2023H1"], strict=True)
    }
    assert_cells(fill(made(rows), "2023-06"), wanted)


def test_two_rows_of_one_unit_and_names_in_other_spellings(fill, ask):
    names = [
        "凤凰办事处",
        "浦东街道办事处",
        "共青团岗王镇委员会",
        "朱襄",
        "柘城县朱襄镇",
        "县直机关",
        "街道小计",
    ]
    filled = fill(made([["统计表"], ["单位", "团组织数"], *([name] for name in names)]))
    assert_cells(
        filled,
        {f"B{n}": ask("organisations", town) for n, town in enumerate(("凤凰街道", "浦东街道", "岗王镇"), 3)},
    )
    why = {spot.at: spot.reason for spot in filled.blank}
    assert why["B6"] == why["B7"] == "有几行都是“朱襄镇”"
    assert "找不到" in why["B8"]
    assert "小计" in why["B9"]


def test_a_corner_of_ten_thousands_says_nothing_of_an_average_and_people_may_be_counted_so(fill, ask):
    rows = [
        ["工作统计表"],
        ["单位：万元、万人次"],
        ["乡镇", "资助金额", "少先队人均经费", "志愿服务人次", "资助人数"],
        ["岗王镇"],
    ]
    filled = fill(made(rows))
    wanted = {
        "B4": ask("aid_amount", "岗王镇", per=10_000),
        "D4": ask("volunteer_person_times", "岗王镇", per=10_000),
        "E4": ask("aid_beneficiaries", "岗王镇"),
    }
    assert_cells(filled, wanted)
    assert [(q.kind, q.cells) for q in filled.questions] == [("unit", ("C4",))]


def test_a_card_without_a_table_and_cells_the_workbook_names(fill, ask):
    from openpyxl.styles import Border, Side
    from openpyxl.workbook.defined_name import DefinedName

    book, line = openpyxl.Workbook(), Side(style="thin")
    page = book.active
    for row in (
        ["基本情况登记表"],
        ["团组织总数", None, "团员总数", None],
        ["团费收入（元）", None, "联系人", None],
    ):
        page.append(row)
    for at in ("B2", "D2", "B3", "D3"):
        page[at].border = Border(line, line, line, line)
    other = book.create_sheet("指标")
    other["A1"] = "按名称取数"
    book.defined_names["注册志愿者数"] = DefinedName("注册志愿者数", attr_text="指标!$C$3")
    content = io.BytesIO()
    book.save(content)
    filled = fill(content.getvalue())
    assert_cells(filled, {"B2": ask("organisations"), "D2": ask("members"), "B3": ask("fee_amount")})
    assert numbers(filled, "指标") == {"C3": ask("volunteers_registered")}


def test_what_formulas_last_came_to_is_dropped_and_macros_stay(fill):
    """Else a program that shows what is stored (a preview, a reader in the ministry) shows the empty form's 0."""
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(FORMS / "merged_heads_with_totals.xlsx") as form:
        parts = {name: form.read(name) for name in form.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    cached = re.sub(r"(<f>[^<]*</f>)<v ?/?>(</v>)?", r"\1<v>0</v>", sheet)
    assert cached != sheet
    parts["xl/worksheets/sheet1.xml"] = cached.encode()
    parts["xl/vbaProject.bin"] = b"a macro"
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as book:
        for name, part in parts.items():
            book.writestr(name, part)
    filled = fill(content.getvalue())
    assert len(filled.done) > 100
    with zipfile.ZipFile(io.BytesIO(filled.content)) as after:
        assert after.read("xl/vbaProject.bin") == b"a macro"
        assert "<f>SUM(C5:C26)</f></c>" in after.read("xl/worksheets/sheet1.xml").decode()
        assert b"fullCalcOnLoad" in after.read("xl/workbook.xml")
    assert (
        openpyxl.load_workbook(io.BytesIO(filled.content), data_only=True).worksheets[0]["C27"].value is None
    )


@pytest.mark.parametrize(
    ("formula", "sum"),
    [("=SUM(A1:A3)", 6), ("=A1+$A$2-1", 2), ("=SUM(A1,A3)+(A2)", 6), ("=SUBTOTAL(9,A1:A2)", 3), ("=B1", 3)],
)
def test_sums_of_a_form_are_followed(formula: str, sum: int):
    cells = {(1, 1): 1, (2, 1): 2, (3, 1): 3, (1, 2): "=A1+A2"}
    assert worked_out(formula, lambda row, column: cells.get((row, column))) == sum


@pytest.mark.parametrize("formula", ['=IF(A1="","",A1)', "=A1/A2", "=别表!A1", "=SUM(A1:A3", "=B2"])
def test_other_formulas_are_left_alone(formula: str):
    cells = {(1, 1): 1, (2, 1): 2, (2, 2): "=B2"}
    assert worked_out(formula, lambda row, column: cells.get((row, column))) is None


def test_a_row_of_units_under_the_heads_and_months_down_the_side(fill, ask):
    rows = [
        ["共青团统计表"],
        ["乡镇", "注册志愿者", "志愿服务", "资助", "团费收入"],
        [None, "人", "人次", "万元", "元"],
    ]
    content = made([*rows, *([town] for town in TOWNS), ["合计"]], ["A2:A3"])
    names = ("volunteers_registered", "volunteer_person_times", "aid_amount", "fee_amount")
    wanted = {
        f"{column}{row}": ask(name, place, per=10_000 if name == "aid_amount" else 1)
        for column, name in zip("BCDE", names, strict=True)
        for row, place in enumerate((*TOWNS, COUNTY), 4)
    }
    assert_cells(fill(content), wanted)
    content = made(
        [["分月统计表"], ["月份", "志愿服务场次", "经费支出（元）"], *([m] for m in range(1, 13)), ["合计"]]
    )
    periods = [*(f"2023-{month:02d}" for month in range(1, 13)), "2023"]
    wanted = {
        f"{column}{row}": ask(name, period=period)
        for column, name in (("B", "volunteer_sessions"), ("C", "funding_spent"))
        for row, period in enumerate(periods, 3)
    }
    assert_cells(fill(content), wanted)


def test_townships_side_by_side_and_several_rows_for_each(fill, ask):
    pairs = zip(TOWNS[:11], TOWNS[11:], strict=True)
    content = made([["乡镇", "团员数", "乡镇", "团员数"], *([left, None, right] for left, right in pairs)])
    filled = fill(content)
    wanted = {f"B{row}": ask("members", town) for row, town in enumerate(TOWNS[:11], 2)}
    assert_cells(filled, wanted | {f"D{row}": ask("members", town) for row, town in enumerate(TOWNS[11:], 2)})
    assert not filled.told, "each half has the other half's townships"
    rows = [["岗王镇", "团组织数"], [None, "团员数"], ["张桥镇", "团组织数"], [None, "团员数"]]
    content = made([["分项统计表"], ["乡镇", "项目", "2022年", "2023年"], *rows], ["A3:A4", "A5:A6"])
    wanted = {
        f"{column}{row}": ask(name, town, year)
        for row, (town, name) in enumerate(
            [(t, n) for t in ("岗王镇", "张桥镇") for n in ("organisations", "members")], 3
        )
        for column, year in (("C", "2022"), ("D", "2023"))
    }
    assert_cells(fill(content), wanted)


def test_a_change_asked_for_in_per_cent_is_no_count(fill, ask):
    """1 more than 1 is no 1%: below a base of ten a change is known in counts alone."""
    rows = [
        ["统计表"],
        ["指标", "本年", "上年", "同比增长（%）", "增减"],
        ["青年之家数"],
        ["志愿服务场次"],
        ["青年之家乡镇覆盖率"],
    ]
    filled = fill(made(rows))
    found = numbers(filled)
    assert found["D4"] == pytest.approx(100 * (found["B4"] - found["C4"]) / found["C4"], abs=0.05)
    assert found["D5"] == pytest.approx(found["B5"] - found["C5"], abs=0.1)
    assert found["E5"] == found["D5"], "of a rate both are percentage points"
    assert not {"E3", "E4"} & found.keys(), "增减 of a count may be a number as well as per cent"
    assert 0 < (ask("organisations_new", "凤凰街道", "2022") or 0) < 10
    town = fill(made([["新建团组织数"], ["乡镇", "同比增长（%）"], ["凤凰街道"]]))
    assert [(spot.at, "基数小于10" in spot.reason) for spot in town.blank] == [("B3", True)]


def test_next_years_copy_of_a_form_is_known_and_another_is_not():
    def known(title: str, head: str) -> str:
        return opened(made([[title], ["乡镇", head], ["岗王镇"]]), "表.xlsx").fingerprint

    assert known("2023年统计表", "2022年末团员数") == known("2024年统计表", "2023年末团员数")
    assert known("2023年统计表", "团员数") != known("2023年统计表", "团组织数")


def test_a_table_of_the_one_thing_its_title_names(fill, ask):
    rows = [
        ["2023年各乡镇志愿服务人次情况表"],
        ["乡镇", "1月", "2月", "上年", "本年"],
        *([town] for town in TOWNS[:4]),
    ]
    periods = {"B": "2023-01", "C": "2023-02", "D": "2022", "E": "2023"}
    assert_cells(
        fill(made(rows)),
        {
            f"{column}{row}": ask("volunteer_person_times", town, period)
            for column, period in periods.items()
            for row, town in enumerate(TOWNS[:4], 3)
        },
    )


def test_a_note_with_a_unit_for_sums_and_another_per_head(fill, ask):
    note = "注：1.金额单位为万元，保留两位小数；2.人均金额单位为元。"
    rows = [
        ["希望工程及经费情况表"],
        ["乡镇", "资助金额", "人均资助金额", "经费收入"],
        ["岗王镇"],
        ["张桥镇"],
        [note],
    ]
    columns = {
        "B": ("aid_amount", 10_000),
        "C": ("aid_cost_per_beneficiary", 1),
        "D": ("funding_received", 10_000),
    }
    wanted = {
        f"{column}{row}": ask(name, town, per=per)
        for column, (name, per) in columns.items()
        for row, town in enumerate(("岗王镇", "张桥镇"), 3)
    }
    assert_cells(fill(made(rows)), wanted)


def test_kinds_down_the_side_counted_by_the_head_over_them(fill, ask, con):
    content = made(
        [["团干部配备情况表（单位：人）"], ["类别", "人数"], ["专职团干部"], ["挂职团干部"], ["合计"]]
    )
    parts = cadres_by_post(con)
    assert_cells(fill(content), {"B3": parts["full_time"], "B4": parts["seconded"], "B5": ask("cadres")})


def test_a_change_beside_years_is_not_that_of_the_forms_own_quarter(fill, ask):
    rows = [["统计表"], ["指标", "2022年", "2023年", "同比增长（%）"], ["志愿服务场次"]]
    wanted = {"B3": ask("volunteer_sessions", period="2022"), "C3": ask("volunteer_sessions")}
    found = numbers(fill(made(rows), "2023Q4"))
    assert found == wanted
    assert set(numbers(fill(made(rows)))) == {"B3", "C3", "D3"}
