"""Templates are data: the shipped ones hold, a local one needs no code, a malformed one is refused with the cure."""

import pytest

from tuanqing.define import template as templates_of
from tuanqing.define.errors import Malformed, Refused
from tuanqing.define.period import parse
from tuanqing.show.document import make
from tuanqing.show.document.model import Heading, Table, text_of

LOCAL = """
title = "{place}{period}小结"
kind  = "month"
about = "本地小结"
area  = "411424"
order = 1

[[chapter]]
title = "四件事"

[[chapter.part]]
title = "阵地"
text = ["本月{place}阵地情况如下。"]
indicators = ["youth_homes"]
show = ["sentences", "areas"]
level = "township"

[[chapter]]
title = "下步"
written = true
"""


def test_the_shipped_templates_name_only_what_there_is(library):
    templates = templates_of.load_all()
    assert {template.kind for template in templates.values()} == set(templates_of.KINDS)
    for template in templates.values():
        templates_of.check(template, library)


def test_a_place_with_a_template_of_its_own_gets_it():
    templates = templates_of.load_all()
    assert templates_of.choose(templates, "year", "411424").name == "year_five_leads"
    assert templates_of.choose(templates, "year", "360802").name == "year_1234"
    assert templates_of.choose(templates, "year", "522731").name == "year"
    assert templates_of.choose(templates, "year", "411424", "year").name == "year"
    with pytest.raises(Refused, match="nothing_such"):
        templates_of.choose(templates, "year", "411424", "nothing_such")


def test_ones_own_goes_before_ours_of_the_same_area_whatever_its_order(tmp_path):
    (tmp_path / "mine.toml").write_text(
        LOCAL.replace('area  = "411424"\norder = 1\n', "order = 99\n"), "utf-8"
    )
    templates = templates_of.load_all(tmp_path)
    assert templates["mine"].order > templates["month"].order
    assert templates_of.choose(templates, "month", "522731").name == "mine"
    assert templates_of.choose(templates, "month", "522731", "month").name == "month"


def test_a_local_template_needs_no_code(tmp_path, con, samples, library, contracts):
    (tmp_path / "mine.toml").write_text(LOCAL, "utf-8")
    template = templates_of.choose(templates_of.load_all(tmp_path), "month", "411424")
    assert template.name == "mine"
    wish = make.ReportOrder(template, "411424", parse("2023-12"))
    document = make.document(con, wish, samples.version, library, contracts)
    assert document.name == "柘城县2023年12月小结"
    assert [b.line for b in document.blocks if isinstance(b, Heading)] == [
        "一、四件事",
        "（一）阵地",
        "二、下步",
    ]
    (table,) = [b for b in document.blocks if isinstance(b, Table)]
    assert len(table.rows) == 24  # the townships, the county, and who reported
    assert "下步" in document.cover[-1]
    assert any("本月柘城县阵地情况如下。" in text_of(b.runs) for b in document.blocks if hasattr(b, "runs"))


def test_indicators_put_in_by_hand_get_a_chapter(con, samples, library, contracts):
    template = templates_of.load_all()["brief"]
    wish = make.ReportOrder(template, "411424", parse("2023"), ("volunteer_hours",))
    document = make.document(con, wish, samples.version, library, contracts)
    last = [b for b in document.blocks if isinstance(b, Heading)][-1]
    assert last.text == "补充材料"
    assert any(figure.source.indicator == "volunteer_hours" for figure in document.figures())


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (("kind  =", "knd  ="), "unknown key `knd`"),
        (('"month"', '"week"'), "`kind` is “week”"),
        (('"areas"]', '"rows"]'), "`show` is “rows”"),
        (("{place}{period}", "{town}"), "has a field we do not fill"),
        (("written = true", ""), "has neither a `part` nor"),
    ],
)
def test_a_malformed_template_is_refused(change: tuple[str, str], complaint: str):
    with pytest.raises(Malformed, match=complaint.replace("{", r"\{")):
        templates_of.parse(LOCAL.replace(*change), "mine", "mine.toml", {})


def test_a_template_that_names_no_indicator_there_is_is_refused(library):
    template = templates_of.parse(LOCAL.replace("youth_homes", "youth_house"), "mine", "mine.toml", {})
    with pytest.raises(Malformed, match=r"youth_house, which is not.*like youth_homes"):
        templates_of.check(template, library)


def test_a_period_of_another_length_is_refused():
    assert str(templates_of.period_for("brief", parse("2023Q4"))) == "2023Q4"
    with pytest.raises(Refused, match="2023Q4"):
        templates_of.period_for("quarter", parse("2023-12"))
