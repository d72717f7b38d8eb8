"""The board pages as a visitor meets them."""

import json
import re

import pytest

from tests.pages.conftest import AREA, boards, page_text
from tuanqing.define import query as queries_of
from tuanqing.define.period import parse
from tuanqing.measure import comparison
from tuanqing.ui.cards import key_figures
from tuanqing.ui.frame.discovery import discover

BOARD = [page.name for page in discover() if page.file.parent.name in ("board", "pipeline")]


@pytest.mark.parametrize("page", BOARD)
@pytest.mark.parametrize("area", [AREA, "522731001", "522731S01"])
def test_every_page_is_drawn_for_a_county_a_township_and_a_school(visit, page, area):
    at = visit(page, area=area)

    assert not at.error
    assert "数据截至 2023年6月30日" in page_text(at)


@pytest.mark.parametrize("page", BOARD)
@pytest.mark.parametrize("period", ["2023-01", "2022Q4", "2022H2", "2022"])
def test_every_page_is_drawn_for_every_grain(visit, page, period):
    at = visit(page, area=AREA, period=period)

    assert not at.error
    assert at.selectbox(key="period").value == period


def test_the_overview_says_who_meets_the_target_with_both_parts(visit):
    text = page_text(visit(area=AREA, period="2023-06", indicator="youth_home_township_coverage"))

    assert "青年之家乡镇覆盖率：9个乡镇达标，2个未达标" in text
    assert "9/11" in text  # the rate never stands alone
    assert "▼ 0/1" in text


def test_every_cell_of_the_scorecard_has_a_mark_with_its_colour(visit):
    score = next(text for key, text in boards(visit(area=AREA)).items() if key.endswith("board score"))
    marks = {"met": "●", "near": "◐", "missed": "▼", "no_data": "–", "no_target": ""}

    cells = re.findall(r'<td class="tq-(\w+)" title="[^"]*"><div><span>[^<]*</span><i>([^<]*)</i>', score)

    assert len(cells) >= 11
    assert all(sign == marks[status] for status, sign in cells)


def test_links_carry_the_view(visit):
    tiles = next(
        text
        for key, text in boards(visit(area=AREA, period="2022-12")).items()
        if key.endswith("board tiles")
    )

    assert 'href="./unit?area=522731001&amp;period=2022-12' in tiles


@pytest.mark.parametrize("page", ["", "coverage", "todo", "talent"])
@pytest.mark.parametrize(
    ("wrong", "said", "instead"),
    [
        ({"area": "999999"}, "999999", "area=522731"),
        ({"area": AREA, "period": "whenever"}, "whenever", "period=2023-06"),
        ({"area": AREA, "period": "2030-01"}, "2030年1月", "period=2023-06"),
    ],
)
def test_an_address_that_cannot_be_shown_says_so_with_a_choice(visit, page, wrong, said, instead):
    at = visit(page, **wrong)
    (told,) = (text for key, text in boards(at).items() if key.endswith("board instead"))
    assert said in told
    assert instead in told
    assert not any(key.endswith("board state") for key in boards(at))  # nothing else stands in its place


def test_an_indicator_that_cannot_be_shown_is_said(visit):
    assert "nothing" in page_text(visit("coverage", area=AREA, indicator="nothing"))
    told = page_text(visit("volunteering", area=AREA, indicator="youth_homes"))
    assert "不在这一页" in told
    assert "coverage?area=522731&amp;period=2023-06&amp;indicator=youth_homes" in told
    assert "不在这一页" not in page_text(visit("volunteering", area=AREA, indicator="volunteer_hours"))


def test_choosing_an_indicator_changes_the_finding(visit):
    at = visit("coverage", area=AREA)
    at.selectbox(key="indicator").select("youth_home_township_coverage").run()

    assert "青年之家乡镇覆盖率：9个乡镇达标，2个未达标" in page_text(at)
    assert "缺口 2 个" in page_text(at)


def test_the_level_can_be_changed(visit):
    at = visit("coverage", area=AREA, indicator="organisation_village_coverage", level="village")

    assert "个村社区" in page_text(at)


def test_a_figure_opens_to_its_rows_with_file_and_line(visit):
    at = visit("coverage", area=AREA, indicator="youth_home_township_coverage")
    at.session_state["trace coverage youth_home_township_coverage"] = True
    at.run()

    assert not at.error
    (rows,) = at.dataframe
    assert "单位" in rows.value.columns


def test_funding_is_broken_down_in_the_words_of_the_exports(visit):
    at = visit("funding", area=AREA, period="2022", indicator="funding_received")
    drawn = [json.loads(chart.proto.spec)["data"][0]["y"] for chart in at.get("plotly_chart")]

    assert any("财政" in names for names in drawn)
    assert not any("fiscal" in names for names in drawn)


def test_english_on_request(visit):
    at = visit("coverage", area=AREA, indicator="youth_home_township_coverage", lang="en")

    assert "9 townships meet the target, 2 do not" in page_text(at)


def test_an_empty_warehouse_asks_for_the_county_and_offers_the_upload(visit, tmp_path):
    at = visit("overview", warehouse=tmp_path / "empty")

    assert "是哪个县" in page_text(at)
    assert at.button(key="own list")


def test_a_page_that_breaks_says_so_calmly(visit, monkeypatch):
    from tuanqing.ui.cards import key_figures

    def broken(*_arguments):
        raise RuntimeError("a secret of the machine")

    monkeypatch.setattr(key_figures, "to_do", broken)
    at = visit(area=AREA)

    assert [box.value for box in at.error] == ["这一页没能显示出来，原因已记入服务器日志，数据没有受影响。"]


def test_findings_can_be_read_one_by_one(visit):
    at = visit(area=AREA)
    at.session_state["findings"] = True
    at.run()

    assert not at.error
    (rows,) = at.dataframe
    assert "怎么办" in rows.value.columns


def test_a_topic_opens_with_an_indicator_that_has_figures_and_leads_to_them_where_there_are_none(visit):
    """The ledger of June was handed in without an income: that is 0, and no share of 0 can have been spent."""
    assert "经费收入：惠水县 0元" in page_text(visit("funding", area=AREA, period="2023-06"))

    empty = page_text(visit("funding", area=AREA, period="2023-06", indicator="funding_spent_rate"))
    assert "2023年6月没有数字。" in empty
    assert "看2023年5月" in empty
    assert "按资金来源" not in empty  # no card without content


def test_the_overview_begins_with_whoever_misses_most_and_opens_on_what_most_miss(visit, huishui):
    rates = [i for i in queries_of.load_all().indicators.values() if i.unit == "percent"]
    june = parse("2023-06")
    with huishui.read() as snapshot:
        lines = comparison.scorecard(snapshot, rates, AREA, "township", june)
        county = comparison.first(snapshot, rates, AREA, "township", june)
        worst = comparison.worst(snapshot, rates, AREA, "township", june)
        own = comparison.first(snapshot, rates, lines[0].area_code, None, june)
        none = comparison.first(snapshot, [], AREA, "township", june)
    behind = [line for line in lines if line.missed == lines[0].missed]
    assert [line.area_code for line in county.areas] == [line.area_code for line in behind]
    of = {i.name: sum(line.cells[i.name].status == "missed" for line in lines) for i in rates}
    assert of[worst] == max(of.values()) > 0
    assert county.missing == of[county.indicator]
    assert own.areas[0].missed == lines[0].missed
    assert none is None
    cell = own.areas[0].cells[own.indicator]
    assert cell.status == "missed"
    takes = [comparison.wanting(i, own.areas[0].cells[i.name]) for i in rates
             if own.areas[0].cells[i.name].status == "missed"]  # fmt: skip
    assert own.wanting == min(n for n in takes if n)
    at = visit(area=AREA, period="2023-06")
    said = next(text for key, text in boards(at).items() if key.endswith("board first"))
    assert all(line.area_name in said for line in behind[:1])
    assert f"{lines[0].missed}项未达标" in said
    cards = next(text for key, text in boards(at).items() if key.endswith("board keys overview"))
    assert f"indicator={worst}" in re.search(r'class="tq-card tq-chosen" href="([^"]*)"', cards)[1]


@pytest.mark.parametrize(
    ("ties", "said"),
    [
        (1, "1号镇2项未达标，3项无法判断，先补"),
        (2, "1号镇、2号镇各2项未达标，先补"),
        (4, "4个乡镇各2项未达标，先补"),
    ],
)
def test_of_areas_that_tie_none_is_first(visit, monkeypatch, ties, said):
    behind = tuple(comparison.ScoreLine(str(n), f"{n}号镇", {}, 2, 0, 3) for n in range(1, ties + 1))
    found = comparison.First(behind, "youth_home_township_coverage", None, 5)
    monkeypatch.setattr(comparison, "first", lambda *_: found)
    monkeypatch.setattr(key_figures, "rates", lambda: [])  # a read of its own in the cache
    at = visit(area=AREA, period=f"2022-0{ties}")
    (told,) = (text for key, text in boards(at).items() if key.endswith("board first"))
    assert said in re.sub("<[^>]+>", "", told)
    assert ("号镇" in told) == (ties < 4)
