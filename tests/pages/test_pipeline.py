"""The pages of the pipeline: what they say of the five places, and that nobody is named or listed."""

import re

import pytest

from tests.pages.conftest import boards, page_text
from tuanqing.measure import places

PEOPLE = re.compile(r"\b[sw][0-9a-f]{31}\b|999999\d{6}")
PAGES = ("pipeline", "points", "badges", "recommendation", "entry")
PLACES = {"320281": "2021", "411424": "2023", "3608": "2021", "522731": "2023", "331081": "2020"}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("area", PLACES)
def test_every_page_is_drawn_for_every_place_and_lists_nobody(visit, samples, page, area):
    at = visit(page, samples.folder, area=area, period=PLACES[area])
    assert not at.error
    assert not PEOPLE.search(page_text(at))
    for frame in at.dataframe:
        assert not PEOPLE.search(frame.value.to_csv())


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_drawn_for_a_school(visit, samples, page):

    with samples.read() as con:
        school = places.children(con, "411424", "school")[0]["area_code"]
    assert not visit(page, samples.folder, area=school, period="2023").error


def bars(at, key: str) -> list[list[str]]:
    """The cells of a funnel's rows, as texts."""
    text = next(html for name, html in boards(at).items() if name.endswith(f"board {key}"))
    rows = re.findall(r"<tr>(.*?)</tr>", text)[1:]
    return [
        [re.sub(r"<[^>]+>", " ", cell).strip() for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
        for row in rows
    ]


def test_the_steps_never_grow_and_everybody_is_accounted_for(visit, samples):
    rows = bars(
        visit("pipeline", samples.folder, area="411424", period="2023", funnel="league_admission"),
        "funnel pipeline",
    )
    reached = [int(row[1].replace(",", "")) for row in rows]
    stayed = [sum(map(int, re.findall(r"\d+", row[4].replace(",", "")))) for row in rows]
    assert reached[0] == sum(stayed) > 500
    assert len(reached) == 15


def test_the_rule_in_force_stands_under_the_chart(visit, samples):
    at = visit("pipeline", samples.folder, area="411424", period="2023", funnel="league_admission")
    assert any(
        "发展团员五个阶段十五个步骤" in caption.value and "停滞" in caption.value for caption in at.caption
    )


def test_another_step_list_and_school_year_can_be_chosen_by_the_address(visit, samples):
    whole = page_text(
        visit("pipeline", samples.folder, area="320281", period="2021", funnel="league_admission")
    )
    assert "十步骤" in whole
    national = page_text(
        visit(
            "pipeline",
            samples.folder,
            area="320281",
            period="2021",
            funnel="league_admission",
            steps="league_national",
        )
    )
    assert "派人谈话" in national
    assert "派人谈话" not in whole


def test_what_if_moves_people_and_says_how_many(visit, samples):
    at = visit("entry", samples.folder, area="411424", period="2023")
    slider = next(slider for slider in at.slider if "志愿" in slider.label)
    assert slider.value == 20
    slider.set_value(0.0).run()
    text = page_text(at)
    gained = re.search(r"会新达到</dt><dd>(\d+)", text)
    assert gained
    assert int(gained[1]) > 0


def test_no_page_and_no_command_gives_rows_of_people(visit, samples, capsys):
    from tuanqing.command.cli import main

    for name in ("league_admitted", "points_passed_rate", "badge_holders"):
        assert (
            main(
                [
                    "show",
                    name,
                    "--area",
                    "320281",
                    "--as-of",
                    "2021",
                    "--rows",
                    "--format",
                    "json",
                    "--warehouse",
                    str(samples.folder),
                ]
            )
            == 0
        )
        told = capsys.readouterr().out
        assert not PEOPLE.search(told)
        assert '"on_date"' not in told
        assert '"rows"' in told
    at = visit("badges", samples.folder, area="320281", period="2021", indicator="badge_holders")
    trace = next(e for e in at.expander if "看明细" in e.label)
    assert trace is not None
