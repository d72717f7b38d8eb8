"""The divisions that ship, held against lists typed out by somebody else, and how a county is found in them."""

import csv
from pathlib import Path

import pytest

from tuanqing.define.errors import Refused
from tuanqing.store.warehouse import divisions

TOLD = Path(__file__).parent / "divisions"
TEN_MB = 10_000_000


def rows(name: str) -> list[dict[str, str]]:
    with (TOLD / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_townships_of_five_places_are_those_of_the_published_lists():
    told = {row["township_code"]: row["township_name"] for row in rows("townships_all.csv")}
    kinds = {row["township_code"]: row["kind"] for row in rows("township_kinds.csv")}
    counties = {row["county_code"]: row["county_name"] for row in rows("townships_all.csv")}
    found = [each for code in counties for each in divisions.below(code, villages=False)]
    assert {each.code: each.name for each in found if each.level == "township"} == told
    assert {each.code: each.kind for each in found if each.level == "township"} == kinds
    assert {each.code: each.name for each in found if each.level == "county"} == counties


def test_the_file_is_small_and_says_its_source_and_its_day():
    assert divisions.FILE.stat().st_size < TEN_MB
    who, day = divisions.source()
    assert "国家统计局" in who
    assert f"{day:%Y}" == "2023"


def test_what_lies_in_a_county_and_in_a_prefecture():
    county = divisions.below("410727")
    assert (county[0].name, county[0].above) == ("封丘县", ("河南省", "新乡市"))
    levels = [each.level for each in county]
    assert (levels.count("township"), levels.count("county")) == (19, 1)
    assert levels.count("village") > 500
    assert all(each.code.startswith("410727") for each in county)
    assert [e.level for e in divisions.below("410727", villages=False)].count("village") == 0
    assert {e.code for e in divisions.below("4107", villages=False) if e.level == "county"} > {
        "410727",
        "410702",
    }


@pytest.mark.parametrize("text", ["封丘县", "封丘", " 封丘县 ", "410727", "河南省新乡市封丘县"])
def test_a_county_goes_by_its_name_and_its_code(text):
    assert divisions.find(text).code == "410727"


def test_a_county_without_a_prefecture_above_it_names_the_province_alone():
    assert divisions.find("济源市").full == "河南省济源市"


def test_of_several_counties_of_one_name_the_provinces_tell_which():
    with pytest.raises(Refused) as refusal:
        divisions.find("鼓楼区")
    for words in ("320106", "江苏省南京市鼓楼区", "410204", "河南省开封市鼓楼区", "350102", "320302"):
        assert words in str(refusal.value)
    assert divisions.find("福建省福州市鼓楼区").code == "350102"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("封邱县", ("410727", "封丘县")),  # the nearest names
        ("410381", ("410307", "偃师区", "2021")),  # a code that was changed
        ("410999", ("2023-06-30", "template")),  # a code nobody knows
    ],
)
def test_what_is_none_is_refused_with_what_helps(text, words):
    with pytest.raises(Refused) as refusal:
        divisions.find(text)
    for word in words:
        assert word in str(refusal.value)


def test_changed_codes_are_gone_and_what_they_became_is_there():
    changed = divisions._changed()
    assert changed
    assert not divisions.known(changed)
    assert all(to for _name, to, _year in changed.values())


def test_known_codes_are_told_from_others():
    assert divisions.known(["410727100", "410727999", "学校01", "410727100201"]) >= {"410727100"}
    assert "410727999" not in divisions.known(["410727999"])
    assert divisions.known([]) == set()
