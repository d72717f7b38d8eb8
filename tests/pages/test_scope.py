"""What somebody with areas reads: his own rows, the totals above them, and nothing of the areas beside, on any page."""

import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests import accounts as people
from tests.pages.conftest import AREA, open_as, page_text
from tests.pages.test_roles import NEEDS
from tuanqing.command.cli import main
from tuanqing.define.language import speak
from tuanqing.define.period import parse
from tuanqing.measure import findings, places, seen
from tuanqing.measure.amount import amounts
from tuanqing.store.access import accounts
from tuanqing.store.access.actor import act_as
from tuanqing.store.warehouse.versions import Warehouse

FREE = {"dictionary", "published"}  # definitions; what places have printed themselves


@pytest.fixture(scope="module")
def folder(huishui, tmp_path_factory) -> Path:
    """The warehouse of a county with accounts in one of its townships."""
    found = tmp_path_factory.mktemp("scope") / "warehouse"
    shutil.copytree(huishui.folder, found)
    people.make(found, own_township(huishui))
    accounts.add(found, "county", "secretary", [AREA], people.PASSWORD)
    return found


def own_township(house: Warehouse) -> str:
    """The township of the county that has most rows of its own."""
    with house.read() as snapshot:
        ((code,),) = snapshot.execute(
            "SELECT path.ancestor_code FROM youth_home AS home JOIN area_path AS path USING (area_code) "
            "WHERE path.ancestor_level = 'township' GROUP BY ALL ORDER BY count(*) DESC, 1 LIMIT 1"
        ).fetchall()
    return code


def names_beside(house: Warehouse, own: str) -> set[str]:
    """What only rows of the other townships are called: areas, homes, teams, brigades ..."""
    with house.read() as snapshot:
        inside = f"(SELECT area_code FROM area_path WHERE ancestor_code = '{own}')"
        above = f"(SELECT ancestor_code FROM area_path WHERE area_code = '{own}')"
        tables = snapshot.execute(
            "SELECT view_name, list(column_name) FROM duckdb_views() AS view JOIN duckdb_columns() AS c "
            "ON c.table_name = view.view_name AND c.schema_name = 'main' WHERE view.schema_name = 'main' AND "
            "column_name IN ('name', 'team', 'home_name', 'school', 'organisation') GROUP BY 1 "
            "HAVING count(*) FILTER (column_name = 'name') > 0"
        ).fetchall()
        texts: dict[bool, set[str]] = {True: set(), False: set()}
        for table, columns in tables:
            given = {row[0] for row in snapshot.execute(f'DESCRIBE "{table}"').fetchall()}
            if "area_code" not in given:
                continue
            for column in columns:
                for text, is_own in snapshot.execute(
                    f'SELECT DISTINCT "{column}"::VARCHAR, area_code IN {inside} OR area_code IN {above} FROM "{table}" '
                    "WHERE area_code IS NOT NULL"
                ).fetchall():
                    texts[is_own].add(text or "")
    mine = "\n".join(texts[True])
    return {name for name in texts[False] if len(name) > 2 and name not in mine}


@pytest.fixture
def township(folder, monkeypatch):
    """township("overview", area=…) is a page as the secretary of one township sees it."""
    monkeypatch.setenv("TUANQING_HOME", str(folder))

    def opened(page: str, who: str = "township_secretary", **params: str) -> AppTest:
        at = open_as(folder, who, monkeypatch, page, **params)
        assert not at.exception, at.exception
        return at

    return opened


@pytest.fixture(autouse=True)
def nobody_stays() -> Iterator[None]:
    speak("zh")
    yield
    act_as(None)


def everything_on(at: AppTest) -> str:
    """All a page shows, its tables and what can be chosen on it too."""
    tables = [table.value.to_csv() for table in at.dataframe]
    choices = [str(option) for box in at.selectbox for option in box.options]
    said = [str(each.value) for kind in (at.markdown, at.info, at.warning, at.error) for each in kind]
    return "\n".join([page_text(at), *tables, *choices, *said])


def test_no_page_shows_a_reader_what_lies_beside_his_area(huishui, township):
    beside = names_beside(huishui, own_township(huishui))
    assert len(beside) > 30
    told = {}
    for page, needs in NEEDS.items():
        if page in FREE or needs == "log":
            continue
        for area in (AREA, ""):
            text = everything_on(township(page, **({"area": area} if area else {})))
            assert "没能显示出来" not in text, (page, area)
            if found := sorted(name for name in beside if name in text):
                told[page, area] = found[:4]
    assert told == {}


def test_what_one_reader_was_shown_is_not_shown_to_the_next(huishui, township):
    """Reads and drawings are kept for all sessions of a server: each for those who see the same."""
    beside = names_beside(huishui, own_township(huishui))
    whole = township("overview", area=AREA, who="county")
    assert [name for name in beside if name in everything_on(whole)]
    assert not [name for name in beside if name in everything_on(township("overview", area=AREA))]
    again = everything_on(township("overview", area=AREA, who="county"))
    assert lately(again) == lately(everything_on(whole))


def lately(text: str) -> str:
    """Without the places looked at lately, which are one's own."""
    return re.sub(r'<nav class="tq-found".*?</nav>', "", text)


def test_no_command_shows_an_account_what_lies_beside_its_area(huishui, folder, tmp_path, capsys):
    beside, own = names_beside(huishui, own_township(huishui)), own_township(huishui)
    with huishui.read() as snapshot:
        sibling = next(row["area_code"] for row in places.children(snapshot, AREA) if row["area_code"] != own)
    commands = [
        *(
            ["show", name, *more]
            for name in ("youth_homes", "youth_home_township_coverage", "volunteer_person_times")
            for more in (
                [],
                ["--by", "township", "--area", AREA],
                ["--rows", "--area", AREA],
                ["--area", AREA],
            )
        ),
        *(["check", *more] for more in ([], ["--area", AREA])),
        ["completeness", "--area", AREA, "--json"],
        ["todo", "--json"],
        ["todo", "--area", AREA, "--json"],
        *(["find", name, "--json"] for name in ("县", "青年之家")),
        ["batches"],
        ["report", "month", "--area", own, "--format", "docx,xlsx", "--out", str(tmp_path)],
    ]
    for words in commands:
        assert main([*words, "--user", "township_secretary", "--warehouse", str(folder)]) == 0, words
        out, err = capsys.readouterr()
        assert not [name for name in beside if name in out + err], words
    written = "".join(text_of(file) for file in tmp_path.glob("*.*"))
    assert len(written) > 1000
    assert not [name for name in beside if name in written]
    for words in (
        ["show", "youth_homes", "--area", sibling],
        ["check", "--area", sibling],
        ["funnel", "league_admission", "--area", sibling],
        ["completeness", "--area", sibling],
        ["report", "month", "--area", sibling, "--out", str(tmp_path)],
        ["report", "month", "--area", AREA, "--out", str(tmp_path)],
        ["rejects", "1", "--out", str(tmp_path / "r.csv")],
        ["backup", str(tmp_path / "all.zip")],
    ):
        assert main([*words, "--user", "township_secretary", "--warehouse", str(folder)]) == 1, words
        assert capsys.readouterr().out == ""


def text_of(file: Path) -> str:
    """The words of a document."""
    with zipfile.ZipFile(file) as archive:
        return "".join(
            archive.read(name).decode("utf-8", "replace")
            for name in archive.namelist()
            if name.endswith(".xml")
        )


def test_the_county_is_there_to_compare_with_and_ones_own_is_as_everybody_sees_it(huishui, library):
    own = own_township(huishui)
    indicators, year = list(library.indicators.values()), parse("2023")
    with huishui.read() as whole, replace(huishui, scope=(own,)).read() as mine:
        wanted = amounts(whole, indicators, [AREA, own], [year, parse("2023-06")])
        assert amounts(mine, indicators, [AREA, own], [year, parse("2023-06")]) == wanted
        assert [row["area_code"] for row in places.children(mine, AREA)] == [own]
        assert places.roots(mine)[0][0] == own


def test_two_areas_are_their_union_and_none_is_nothing(huishui):
    with huishui.read() as whole:
        one, two = [row["area_code"] for row in places.children(whole, AREA)][:2]
        rows = {code: {row["key"] for row in findings.standing(whole, code)} for code in (one, two)}
    assert all(rows.values())
    with replace(huishui, scope=(one, two)).read() as both:
        assert {row["key"] for row in findings.standing(both, AREA)} == rows[one] | rows[two]
        assert [code for code, _name, _level in places.roots(both)] == [one, two]
    for scope in ((), ("999999",)):
        with replace(huishui, scope=scope).read() as nobody:
            assert places.roots(nobody) == []
            assert findings.standing(nobody, AREA) == []
            assert nobody.execute(f"SELECT count(*) FROM {seen.cube(nobody)}").fetchall() == [(0,)]
    with replace(huishui, scope=(AREA,)).read() as county:
        assert county.scope is None, "it is all there is"
