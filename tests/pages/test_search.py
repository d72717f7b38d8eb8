"""The search box of every page: what it finds, what it suggests, what it keeps to itself, what it remembers."""

import re

import pytest

from tests.pages.conftest import AREA, boards, open_as
from tests.pages.test_scope import folder, nobody_stays, own_township  # noqa: F401  (fixtures)
from tuanqing.measure import places, search
from tuanqing.store.notes import favourites
from tuanqing.ui.frame.discovery import discover


@pytest.fixture(scope="module")
def known(huishui):
    with huishui.read() as snapshot:
        return search.things(snapshot, [("indicator", "youth_homes", "青年之家数")])


def hits(at, text: str) -> str:
    at.text_input(key="find").set_value(text).run()
    assert not at.exception
    return next(html for key, html in boards(at).items() if key.endswith("board found"))


@pytest.mark.parametrize("page", ["", "upload", "dictionary", "batches", "report"])
def test_every_page_finds_places_indicators_datasets_and_pages(visit, page, known):
    town = next(thing for thing in known if thing.level == "township")
    at = visit(page)
    assert f"unit?area={town.name}" in hits(at, town.title[1:]).replace("&amp;", "&")
    assert "coverage?" in hits(at, "青年之家乡镇覆盖率")
    assert "dictionary?" in hits(at, "青年之家名录")
    assert "./reporting" in hits(at, "报送情况")


def test_initials_find_a_place_in_each_of_its_readings(known, huishui):
    letters = {thing.title: thing.initials for thing in known if thing.level in ("county", "township")}
    assert letters["惠水县"] == ("hsx",)
    assert search.find(known, "hsx")[0].title == "惠水县"
    with huishui.read() as snapshot:
        (both,) = search.things(snapshot, [("page", "x", "长坝A1")])[-1:]
    assert both.initials == ("zba1", "cba1")
    (home,) = (thing for thing in known if thing.kind == "indicator")
    assert home in search.find(known, "qnzj")
    assert search.find(known, " ") == []


def test_a_code_a_part_and_the_whole_name_come_in_this_order(known):
    town = next(thing for thing in known if thing.level == "township")
    assert search.find(known, town.name)[0] == town
    assert search.find(known, town.title)[0] == town
    assert search.find(known, AREA)[0].name == AREA


def test_a_search_without_a_hit_suggests(visit):
    told = hits(visit(), "惠永县")
    assert "没有叫“惠永县”的" in told
    assert re.search(rf'href="\./(\?|overview\?)area={AREA}', told)
    assert 'data-asked=""' in told  # Enter leads nowhere


def test_nothing_beside_his_areas_is_found_or_suggested_to_a_reader(huishui, folder, monkeypatch):  # noqa: F811
    with huishui.read() as snapshot:
        beside = [r for r in places.children(snapshot, AREA) if r["area_code"] != own_township(huishui)]
    at = open_as(folder, "township_secretary", monkeypatch)
    for row in beside[:3]:
        for asked in (row["name"], row["area_code"], row["name"][:-1]):
            told = hits(at, asked)
            assert row["area_code"] not in told.replace(asked, "")
            assert "<a" not in told or row["name"] not in re.sub(r"“.*?”", "", told)
    assert f"area={own_township(huishui)}" in hits(at, own_township(huishui))
    assert "./upload" in hits(at, "上传")
    leader = open_as(folder, "leader", monkeypatch)
    assert "./upload" not in hits(leader, "上传")


def test_the_log_s_reader_finds_nothing(folder, monkeypatch):  # noqa: F811
    at = open_as(folder, "auditor", monkeypatch, "audit")
    assert not [box for box in at.text_input if box.key == "find"]


def test_stars_and_places_looked_at_are_told_first_and_forgotten_beyond_his_areas(visit, huishui):
    at = visit("unit", area="522731001")
    at.button(key="star").click().run()
    told = hits(at, "")
    assert "已收藏" in told
    assert "最近看过" in told
    assert told.count("area=522731001") == 2
    at.button(key="star").click().run()
    assert "已收藏" not in hits(at, "")
    favourites.keep(huishui.folder, "", lambda held: held.visited("999999999", held.home))
    assert "999999999" not in hits(visit(), "")


def test_who_looked_into_a_place_begins_there_again(tmp_path):
    favourites.keep(tmp_path, "甲", lambda held: held.visited("1101", "11"))
    favourites.keep(tmp_path, "甲", lambda held: held.visited("1102", "11").marked("1102"))
    assert favourites.of(tmp_path, "甲") == favourites.Favourites("11", ("1102", "1101"), ("1102",))
    assert favourites.of(tmp_path, "乙") == favourites.Favourites()
    (tmp_path / favourites.FILE).write_text("cut o", "utf-8")
    assert favourites.of(tmp_path, "甲") == favourites.Favourites()


def test_the_page_is_named_beside_the_place(visit):
    for page in discover():
        if page.name in ("coverage", "todo", "aid"):
            title = next(h for k, h in boards(visit(page.name, area=AREA)).items() if k.endswith("title"))
            assert re.search(r"<h1>惠水县</h1><b>\S+</b>", title)
