"""A unit's page: what is behind its target first, the rest folded by topic, the chart where one clicked."""

import re

from tests.pages.conftest import AREA, boards
from tuanqing.define import query as queries_of
from tuanqing.define.period import parse
from tuanqing.measure import figure

JUNE = "2023-06"


def against(at) -> dict[str, str]:
    """The boards of the table, by what comes after `against`."""
    return {k.split("board against ")[1]: v for k, v in boards(at).items() if "board against " in k}


def named(text: str) -> list[str]:
    return re.findall(r'title="在这里打开图">([^<]+)</a>', text)


def test_what_is_behind_its_target_comes_first_and_the_rest_is_folded_whole(visit, huishui):
    indicators = list(queries_of.load_all().indicators.values())
    with huishui.read() as snapshot:
        rows = figure.figures(snapshot, indicators, [AREA], parse(JUNE))
    title = {i.name: i.title for i in indicators}
    wanted = [title[r.indicator] for s in ("missed", "near") for r in rows if r.status == s]
    shown = against(visit("unit", area=AREA, period=JUNE))
    assert named(next(iter(shown.values()))) == wanted
    assert next(iter(shown)) == "behind"
    folded = {key: text for key, text in shown.items() if key != "behind"}
    assert all(text.startswith('<details class="tq-fold"><summary>') for text in folded.values())
    assert {title[r.indicator] for r in rows if r.value is not None} <= {
        each for text in shown.values() for each in named(text)
    }
    for text in folded.values():
        assert f"{len(named(text))}项</summary>" in text


def test_the_chart_opens_under_the_line_that_was_clicked(visit):
    closed = visit("unit", area=AREA, period=JUNE)
    assert not closed.get("plotly_chart")
    name = re.search(r"indicator=(\w+)", against(closed)["behind"].split("<tr>")[2])[1]
    for chosen, part in ((name, "behind"), ("volunteer_hours", "志愿服务")):
        at = visit("unit", area=AREA, period=JUNE, indicator=chosen)
        (drawn,) = at.get("plotly_chart")
        assert drawn
        shown = against(at)
        assert shown[part].rsplit("<tr>", 1)[1].count("收起图") == 1  # its line is the last above the chart
        assert "<details" not in shown[part]
        assert len(named(shown[f"{part} on"])) > 0
