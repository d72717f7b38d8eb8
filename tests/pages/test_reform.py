"""The pages of the work systems: drawn for every place, with the published facts, empty states and no people."""

import re

import pytest

from tests.pages.conftest import boards, page_text
from tuanqing.measure import places

PEOPLE = re.compile(r"\b[a-z]?[0-9a-f]{31,64}\b|999999\d{6}|1[3-9]\d{9}")
PAGES = (
    "terms",
    "cadres",
    "pioneers",
    "activities",
    "services",
    "talent",
    "emerging",
    "tasks",
    "checklists",
    "fees",
    "aid",
)
PLACES = {"320281": "2021", "411424": "2023", "3608": "2021", "522731": "2023", "331081": "2020"}


def board(at, key: str) -> str:
    """The HTML of one board."""
    return next(html for name, html in boards(at).items() if name.endswith(f"board {key}"))


def values(at, page: str) -> dict[str, str]:
    """The key cards: label → value with its parts."""
    found = re.findall(r'tq-label">(.*?)</div><div class="tq-value">(.*?)</div>', board(at, f"keys {page}"))
    return {label: re.sub(r"<[^>]+>", "", value).strip() for label, value in found}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("area", PLACES)
def test_every_page_is_drawn_for_every_place_and_names_nobody(visit, samples, page, area):
    at = visit(page, samples.folder, area=area, period=PLACES[area])
    assert not at.error
    text = page_text(at)
    assert "tq-card" in text or "tq-notice" in text
    assert not PEOPLE.search(text)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("level", ["township", "school"])
def test_every_page_is_drawn_for_a_township_and_a_school(visit, samples, page, level):

    with samples.read() as con:
        codes = [places.children(con, area, level)[0]["area_code"] for area in ("411424", "331081", "522731")]
    for code in codes:
        assert not visit(page, samples.folder, area=code, period="2023").error


@pytest.mark.parametrize("page", PAGES)
def test_every_page_speaks_english(visit, samples, page):
    text = page_text(visit(page, samples.folder, area="411424", period="2023", lang="en"))
    assert "这里这段时间" not in text
    assert "要办的事" not in text
    assert "tq-label" in text or "has been reported here" in text or "have been reported here" in text


@pytest.mark.parametrize(
    ("page", "area", "period", "label", "value"),
    [
        ("pioneers", "522731", "2023", "少先队大队数", "76"),
        ("pioneers", "522731", "2023", "少先队中队数", "1,243"),
        ("pioneers", "522731", "2023", "少先队小队数", "2,921"),
        ("terms", "3608", "2021", "完成换届的组织数", "2,888"),
        ("services", "3608", "2021", "本期提出事项办结率", "1,265/"),
        ("services", "3608", "2021", "中学团校建成率", "100.0% 250/250"),
        ("cadres", "411424", "2023", "大学生兼职副书记", "66人"),
        ("cadres", "411424", "2023", "大学生副书记配齐的乡镇", "22/22"),
        ("emerging", "331081", "2020", "联合团建的形式数", "8"),
        ("tasks", "331081", "2020", "改革项目数", "16"),
        ("aid", "411424", "2023", "资助金额", "≥56.00万元"),
        ("aid", "411424", "2023", "受助人数", "455人"),
    ],
)
def test_the_published_figures_stand_on_the_cards(visit, samples, page, area, period, label, value):
    assert value in values(visit(page, samples.folder, area=area, period=period), page)[label]


def test_the_villages_without_a_young_talent_are_named(visit, samples):
    text = board(visit("talent", samples.folder, area="331081", period="2020"), "gaps talent")
    with samples.read() as con:
        missing = con.execute(
            "SELECT name FROM area WHERE level = 'village' AND area_code LIKE '331081%' AND area_code NOT IN "
            "(SELECT area_code FROM talent WHERE NOT is_body)"
        ).fetchall()
    assert len(missing) == 8
    for (name,) in missing:
        assert name in text


def test_the_units_without_a_congress_in_time_are_named(visit, samples):
    text = board(
        visit("pioneers", samples.folder, area="522731", period="2023"),
        "check pioneers pioneer_congress_overdue",
    )
    assert text.count("<tr>") == 1 + 7  # head and 77 − 70


def test_a_month_without_a_report_is_a_gap_and_the_marks_say_results_and_experience(visit, samples):
    text = board(visit("tasks", samples.folder, area="331081", period="2020"), "timeline tasks")
    rows = re.findall(r"<tr>(.*?)</tr>", text)
    months = rows[0].count("<th>") - 1
    with samples.read() as con:
        (reports,) = con.execute(
            "SELECT count(DISTINCT (project, reported_on)) FROM reform_task "
            "WHERE _county = '331081' AND report = 'month' AND reported_on >= DATE '2019-07-01'"
        ).fetchone()
    assert months == 12  # July 2019 to June 2020
    assert len(rows[1:]) == 16
    assert 0 < sum(row.count("tq-tile-none") for row in rows) == 16 * months - reports
    assert "◆" in text
    assert "★" in text


def test_kinds_of_activity_are_never_added_together(visit, samples):
    cards = values(visit("activities", samples.folder, area="3608", period="2021"), "activities")
    assert cards["活动期数"] == "11"
    assert {"活动期数", "活动场数", "活动场次", "活动覆盖人数"} <= set(cards)
    assert "活动参加人次" not in cards  # nobody reported any there


def test_months_between_two_dates_stand_in_the_calendar_even_when_empty(visit, samples):
    text = board(visit("terms", samples.folder, area="360827112", period="2021"), "calendar terms")
    found = re.findall(r'<th>(\d+)年(\d+)月</th><td class="tq-f-n">(\d+)<', text)
    months = [int(year) * 12 + int(month) for year, month, _count in found]
    assert months == list(range(months[0], months[0] + len(months)))
    assert "0" in {count for _year, _month, count in found}


def test_an_empty_system_says_so_and_offers_one_thing_to_do(visit, samples):
    at = visit("fees", samples.folder, area="522731", period="2023")
    (text,) = [html for name, html in boards(at).items() if "board notice" in name]
    assert "还没有团费统计" in text
    assert text.count("<a ") == 1
