"""A presentation: which page follows which, and how it begins and ends."""

from tests.pages.conftest import AREA, boards, huishui, visit  # noqa: F401  (fixtures)
from tuanqing.ui.frame import present
from tuanqing.ui.frame.discovery import SECTIONS, discover


def test_every_entry_for_a_room_is_shown_once_a_round():
    found = discover()
    first = found[0]
    seen, page = [], first
    for _turn in SECTIONS:
        seen.append(page)
        page = present.after(found, page)
        if page is first:
            break
    assert page is first
    assert [each.section for each in seen] == [s for s in SECTIONS if s not in present.LEFT_OUT]
    unit = next(each for each in found if each.name == "unit")
    assert present.after(found, unit).section in SECTIONS
    assert present.after([unit], unit) is unit


def test_it_is_carried_from_page_to_page_and_an_address_without_it_ends_it(visit):  # noqa: F811
    begun = visit("coverage", area=AREA, present="1")
    assert begun.query_params["present"] == "1"
    links = "\n".join(boards(begun).values())
    assert "present=1" in links
    assert [each for each in begun.get("html") if "tq-presented" in each.proto.body]
    begun.query_params.clear()  # as the menu's links do
    begun.run()
    assert begun.query_params["present"] == "1"
    begun.query_params.clear()
    begun.query_params["area"] = AREA  # an address that names its place is whole
    begun.run()
    assert "present" not in begun.query_params
