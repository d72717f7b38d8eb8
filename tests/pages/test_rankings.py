"""The index, the ratings, the fairness of funding and the way to a target, on their pages."""

import re

from tests.pages.conftest import boards, page_text
from tuanqing.define import index as index_of
from tuanqing.define import period as periods
from tuanqing.measure import index as indices
from tuanqing.measure import inequality


def board(at, key: str) -> str:
    return next(html for name, html in boards(at).items() if name.endswith(f"board {key}"))


def test_the_index_ranks_the_townships_and_says_how_much_of_the_year_the_data_reach(visit, samples, library):
    at = visit("index", samples.folder, area="331081", period="2020")
    index = next(iter(index_of.load_all(library.indicators).values()))
    with samples.read() as con:
        scored = indices.score(con, index, "331081", periods.parse("2020"))
    text = board(at, "index")
    shown = re.findall(r">(\d+\.\d\d)<", text)
    assert shown[:16] == [f"{score:.2f}" for score in scored.areas["score"]]
    assert scored.months == 6
    assert "6个月折算" in text
    lagging = board(at, "index lagging")
    assert lagging.count("<tr>") - 1 == sum(scored.areas["stars"] < 3)


def test_a_rating_is_that_of_the_page_s_period(visit, samples):
    now = visit("rating", samples.folder, area="331081", period="2020")
    with samples.read() as con:
        dates = con.execute(
            "SELECT DISTINCT as_of FROM store.list WHERE dataset = 'branch_rating' ORDER BY 1"
        ).fetchall()
    assert [day.year for (day,) in dates] == [2019, 2020]
    assert "▲" in board(now, "migration")
    assert "一票否决" in board(now, "list lagging")
    assert "百分之百提升" in board(now, "targets")
    before = visit("rating", samples.folder, area="331081", period="2019")
    assert not re.search(r"[▲▼]\d", board(before, "migration"))  # nothing came before the first rating
    assert "以前没有评过" in board(before, "migration") or "新评" in board(before, "migration")


def test_fairness_prints_the_gini_it_computes(visit, samples, library):
    at = visit("fairness", samples.folder, area="411424", period="2023")
    with samples.read() as con:
        spread = inequality.spread(
            con, library.indicators["funding_received"], "411424", "township", periods.parse("2023"), "kind"
        )
    assert f"<b>{spread.gini:.3f}</b>" in page_text(at)
    assert f"<b>{spread.theil.total:.4f}</b>" in page_text(at)


def test_the_way_to_a_target_is_beside_the_gap_list(visit, samples):
    at = visit("coverage", samples.folder, area="331081", period="2020", indicator="talent_village_coverage")
    text = board(at, "plan coverage")
    rates = [float(rate) for rate in re.findall(r"= (\d+\.\d)%</td>", text)]
    youth = [int(n.replace(",", "")) for n in re.findall(r'<td class="tq-n">([\d,]{3,})</td>', text)]
    assert (len(rates), rates[-1]) == (8, 100)
    assert rates == sorted(rates)
    assert youth == sorted(youth, reverse=True)
    next(box for box in at.number_input if "target" in box.key).set_value(90.0).run()
    assert not at.exception
    assert len(re.findall(r"= (\d+\.\d)%</td>", board(at, "plan coverage"))) == 2
