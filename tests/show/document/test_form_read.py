"""Blank forms nobody mapped: what their words make sure is filled with the cube's numbers, and nothing else is.

Five came from superiors (contents invented), in `forms/`; the others are the kinds that go round beside them.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.show.document.oracle import Oracle
from tuanqing.define import form as forms
from tuanqing.define.form import Mapped
from tuanqing.define.period import parse
from tuanqing.show.document.form.filler import Filled, Filler
from tuanqing.show.document.workbook import opened

FORMS = Path(__file__).with_name("forms")
COUNTY = "411424"
TOWNS = [
    "凤凰街道",
    "浦东街道",
    "春水街道",
    "双河街道",
    "陈青集镇",
    "起台镇",
    "胡襄镇",
    "慈圣镇",
    "安平镇",
    "远襄镇",
    "岗王镇",
    "伯岗镇",
    "张桥镇",
    "老王集镇",
    "朱襄镇",
    "洪恩乡",
    "马集乡",
    "牛城乡",
    "惠济乡",
    "申桥乡",
    "李原乡",
    "皇集乡",
]
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
