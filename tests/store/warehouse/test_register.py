"""What exports call a township, and which one it is; what is not clear is refused, with candidates."""

from datetime import date

import pytest

from tuanqing.store.warehouse.register import Area, Register

TOWNSHIPS = {
    "410001001": "太平街道",
    "410001101": "岗王镇",
    "410001102": "月城镇",
    "410001103": "张桥镇",
    "410001201": "北山乡",
    "410001202": "东固畲族少数民族乡",
    "410001203": "龙冈畲族乡",
    "410001204": "金坪民族乡",
    "410001400": "月城园区",
    "410001401": "东固垦殖场",
    "410001402": "产业集聚区",
    "410002101": "岗王镇",
    "410002102": "张桥乡",
}


@pytest.fixture(scope="module")
def register() -> Register:
    """Two counties of a prefecture; the first has villages that share a name, and a school."""
    return Register(
        [
            Area("4100", "河东市", "prefecture"),
            Area("410001", "东平县", "county", "4100"),
            Area("410002", "西安县", "county", "4100"),
            *(
                Area(code, name, "township", code[:6])
                for code, name in TOWNSHIPS.items()
                if code != "410001001"
            ),
            Area("410001001", "太平街道", "township", "410001", ("太平办", "城关镇")),
            Area("410001205", "大仵乡", "township", "410001", (), date(2021, 6, 1), ("410001102",)),
            Area("410001206", "孤山乡", "township", "410001", (), date(2021, 6, 1)),
            Area("410001101001", "李庄村", "village", "410001101"),
            Area("410001102001", "李庄村", "village", "410001102"),
            Area("410001001001", "和平社区", "village", "410001001"),
            Area("410001101S01", "岗王镇第一初级中学", "school", "410001101"),
            Area("410001S02", "东平县知行高级中学", "school", "410001"),
        ]
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("岗王镇", "410001101"),
        ("岗王", "410001101"),
        (" 岗 王　镇\u200b", "410001101"),
        ("东平县岗王镇", "410001101"),
        ("东平岗王镇", "410001101"),
        ("河东市东平县岗王镇", "410001101"),
        ("岗王镇人民政府", "410001101"),
        ("岗王镇政府", "410001101"),
        ("岗王镇团委", "410001101"),
        ("岗王团委", "410001101"),
        ("岗王镇党委", "410001101"),
        ("岗王镇少工委", "410001101"),
        ("共青团岗王镇委员会", "410001101"),
        ("共青团东平县岗王镇委员会", "410001101"),
        ("中国共产主义青年团东平县岗王镇委员会", "410001101"),
        ("共青团河东市东平县岗王镇委员会", "410001101"),
        ("太平街道", "410001001"),
        ("太平", "410001001"),
        ("太平街道办事处", "410001001"),
        ("太平办事处", "410001001"),
        ("太平街道办事处团工委", "410001001"),
        ("共青团东平县太平街道工作委员会", "410001001"),
        ("太平办", "410001001"),  # an alias
        ("城关镇", "410001001"),  # an alias of another kind
        ("北山", "410001201"),
        ("410001101", "410001101"),
        ("410001101000", "410001101"),
        ("４１０００１１０１", "410001101"),
        ("张桥", "410001103"),  # the other county's is not asked
        ("东固畲族少数民族乡", "410001202"),
        ("龙冈畲族乡", "410001203"),
        ("龙冈", "410001203"),
        ("龙冈乡", "410001203"),  # its people left out
        ("共青团东平县东固乡委员会", "410001202"),
        ("金坪", "410001204"),
        ("共青团金坪民族乡委员会", "410001204"),
        ("东固垦殖场", "410001401"),
        ("月城园区", "410001400"),
        ("月城镇", "410001102"),
        ("东平县产业集聚区", "410001402"),
    ],
)
def test_a_township_is_known_by_what_it_is_called(register, text, code):
    found = register.find(text, "410001", "township")
    assert (found.code, found.problem) == (code, None)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("月城", ["月城镇", "月城园区"]),
        ("月城团委", ["月城镇", "月城园区"]),
        ("东固", ["东固畲族少数民族乡", "东固垦殖场"]),
        ("岗王振", ["岗王镇"]),  # near, but not taken for it
        ("岗王乡", ["岗王镇"]),  # another kind is another township
        ("北山镇", ["北山乡"]),
        ("月城街道", ["月城"]),
        ("不存在镇", ["4个汉字"]),
        ("镇", ["镇"]),
        ("委员会", ["3个汉字"]),
        ("410002101", ["东平县"]),  # a code of the other county
        ("410009101", ["9位数字"]),
        ("4100011010", ["10位数字"]),
    ],
)
def test_what_is_not_clear_is_refused_with_what_it_may_be(register, text, words):
    found = register.find(text, "410001", "township")
    assert found.code is None
    assert all(word in found.problem for word in words)


@pytest.mark.parametrize(("scope", "code"), [("410001", "410001101"), ("410002", "410002101")])
def test_a_name_of_two_counties_is_the_one_of_the_county_asked(register, scope, code):
    assert register.find("岗王镇", scope, "township").code == code
    assert register.find("共青团岗王镇委员会", scope, "township").code == code


def test_a_name_of_two_counties_is_ambiguous_in_their_prefecture(register):
    assert register.find("岗王镇", "4100", "township").code is None
    assert register.find("张桥镇", "4100", "township").code == "410001103"
    assert register.find("东平县岗王镇", "4100", "township").code is None


@pytest.mark.parametrize(
    ("text", "on", "code"),
    [
        ("大仵乡", date(2021, 5, 31), "410001205"),
        ("大仵乡", date(2021, 6, 1), "410001102"),
        ("大仵", date(2022, 1, 1), "410001102"),
        ("大仵乡", None, "410001205"),  # each row has its own day, and the dated tree knows
        ("410001205", date(2022, 1, 1), "410001102"),
        ("孤山乡", date(2020, 1, 1), "410001206"),
        ("孤山乡", date(2022, 1, 1), None),
    ],
)
def test_a_dissolved_township_is_what_it_became(register, text, on, code):
    found = register.find(text, "410001", "township", on)
    assert found.code == code
    assert code or "2021-06-01" in found.problem


@pytest.mark.parametrize(
    ("text", "scope", "code"),
    [
        ("李庄村", "410001101", "410001101001"),
        ("李庄", "410001102", "410001102001"),
        ("李庄村委会", "410001101", "410001101001"),
        ("李庄村村民委员会", "410001101", "410001101001"),
        ("岗王镇李庄村", "410001101", "410001101001"),
        ("和平居委会", "410001001", "410001001001"),
        ("和平社区居民委员会", "410001001", "410001001001"),
        ("410001101001", "410001101", "410001101001"),
        ("410001102001", "410001101", None),
        ("李庄村", "410001", None),
    ],
)
def test_a_village_is_looked_for_in_its_township(register, text, scope, code):
    assert register.find(text, scope, "village").code == code


def test_two_villages_of_one_name_are_told_apart_by_their_townships(register):
    assert "岗王镇李庄村" in (register.find("李庄村", "410001", "village").problem or "")


@pytest.mark.parametrize(
    ("text", "level", "code"),
    [
        ("共青团东平县岗王镇李庄村支部委员会", "township", "410001101"),
        ("岗王镇第一初级中学八年级团支部", "school", "410001101S01"),
        ("月城园区企业联合团支部", "township", "410001400"),
        ("月城镇月城村团支部", "township", "410001102"),
        ("团县委机关团支部", "township", None),
    ],
)
def test_a_longer_text_names_the_one_area_whose_name_is_in_it(register, text, level, code):
    found = register.inside(text, "410001", level)
    assert found.code == code


def test_a_longer_text_with_two_townships_is_refused(register):
    found = register.inside("岗王镇、月城镇联合团总支", "410001", "township")
    assert found.code is None
    assert "岗王镇" in (found.problem or "")


def test_a_register_that_bites_its_own_tail_still_ends():
    register = Register([Area("A", "甲县", "county", "B"), Area("B", "乙县", "county", "A")])
    assert [area.code for area in register.path("A")] == ["A", "B"]
    assert register.above("A", "township") is None


@pytest.mark.parametrize(
    "text", ["东平县知行高级中学", "知行高级中学", "东平县知行高级中学团委", "知行高级中学团委"]
)
def test_a_school_named_after_its_county_is_found_with_and_without_it(register, text):
    assert register.find(text, "410001", "school").code == "410001S02"
