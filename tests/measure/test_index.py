"""The composite index against a second reckoning: plain loops over random matrices with gaps and flat columns."""

from dataclasses import replace
from datetime import date
from math import exp, log, sqrt
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.measure.made import CUBE, REPORTS
from tests.measure.trees import grow
from tuanqing.define import index as index_of
from tuanqing.define.errors import Refused
from tuanqing.define.index import Band, Index, Part, Veto
from tuanqing.define.period import Period
from tuanqing.define.query import load_all
from tuanqing.measure import index as indices
from tuanqing.store.warehouse.snapshot import Snapshot

YEAR = Period(date(2023, 1, 1), "year")
_SOME = next(i for i in load_all().indicators.values() if i.is_rate)
STARS = ((5, 90, 20), (4, 80, None), (3, 70, None), (2, 60, None), (1, 0, None))


def index(
    parts: list[tuple], normalise="goalposts", aggregate="arithmetic", least_weight=0.0, vetoes=()
) -> Index:
    """An index of parts (name, weight, direction, floor, cap, yearly)."""
    return Index(
        name="trial", titles={"zh": "试", "en": "trial"}, about="", source="", reading="", area="", valid_from=date.min,
        valid_to=None, level="township", normalise=normalise, aggregate=aggregate, least_weight=least_weight,
        parts=tuple(
            Part(indicator=replace(_SOME, name=name), weight=weight, direction=way, floor=floor, cap=cap, yearly=yearly)
            for name, weight, way, floor, cap, yearly in parts
        ),
        bands=tuple(Band(stars=s, floor=f, titles={"zh": "", "en": ""}, quota=q, lagging=s < 3) for s, f, q in STARS),
        vetoes=tuple(vetoes), text="trial",
    )  # fmt: skip


# ------------------------------------------------------------------ the second reckoning, one number at a time


def points_of(column: list[float | None], part: Part, how: str, months: int) -> list[float | None]:
    known = [x for x in column if x is not None]
    way = 1 if part.direction == "higher" else -1
    share = months / 12 if part.yearly else 1
    n = len(known)
    found: list[float | None] = []
    for x in column:
        if x is None:
            found.append(None)
        elif how == "goalposts":
            assert part.floor is not None
            assert part.cap is not None
            floor, cap = part.floor * share, part.cap * share
            p = 100 * (x - floor) / (cap - floor)
            found.append(min(100.0, max(0.0, p if way > 0 else 100 - p)))
        elif max(known) == min(known):
            found.append(None)
        elif how == "minmax":
            worst, best = (min(known), max(known)) if way > 0 else (max(known), min(known))
            found.append(100 * (x - worst) / (best - worst))
        elif how == "z":
            mean = sum(known) / n
            sd = sqrt(sum((k - mean) ** 2 for k in known) / (n - 1))
            found.append(min(100.0, max(0.0, 50 + way * 10 * (x - mean) / sd)))
        else:
            places = [r for r, k in enumerate(sorted(known, reverse=way < 0), 1) if k == x]
            found.append(100 * (sum(places) / len(places) - 1) / (n - 1))
    return found


def score_of(points: list[float | None], weights: list[float], how: str) -> float | None:
    pairs = [(p, w) for p, w in zip(points, weights, strict=True) if p is not None]
    if not pairs or not sum(w for _p, w in pairs):
        return None
    total = sum(w for _p, w in pairs)
    if how == "arithmetic":
        return sum(p * w for p, w in pairs) / total
    return exp(sum(w * log(max(p, 1)) for p, w in pairs) / total)


matrices = st.integers(1, 5).flatmap(
    lambda parts: st.lists(
        st.lists(st.none() | st.integers(-20, 120).map(float), min_size=parts, max_size=parts),
        min_size=2,
        max_size=9,
    )
)


@pytest.mark.parametrize("normalise", index_of.NORMALISE)
@pytest.mark.parametrize("aggregate", index_of.AGGREGATE)
@given(rows=matrices, seed=st.integers(0, 10_000), flat=st.booleans(), month=st.booleans())
def test_scores_and_contributions_as_reckoned_by_hand(normalise, aggregate, rows, seed, flat, month):
    dice = np.random.default_rng(seed)
    width = len(rows[0])
    if flat:
        rows = [[7.0, *row[1:]] for row in rows]
    weights = [100 * w for w in dice.dirichlet(np.ones(width))]
    asked = index(
        [
            (f"p{n}", weights[n], dice.choice(index_of.DIRECTIONS), 0.0, float(dice.integers(1, 100)), n % 2 == 0)
            for n in range(width)
        ],
        normalise,
        aggregate,
    )  # fmt: skip
    columns = [
        points_of([row[n] for row in rows], asked.parts[n], normalise, 1 if month else 12)
        for n in range(width)
    ]
    expected = [
        score_of([column[line] for column in columns], weights, aggregate) for line in range(len(rows))
    ]

    values = np.array([[np.nan if x is None else x for x in row] for row in rows])
    points = indices.normalised(values, asked, 1 if month else 12)
    scores = indices.aggregated(points, np.array(weights), aggregate)
    shares, contributions, gains = indices._made_of(points, np.array(weights), scores, aggregate)

    for n, column in enumerate(columns):
        assert [None if np.isnan(p) else p for p in points[:, n]] == pytest.approx(column, abs=1e-9)
    assert [None if np.isnan(s) else s for s in scores] == pytest.approx(expected, abs=1e-9)
    for line, score in enumerate(expected):
        if score is not None:
            assert np.nansum(contributions[line]) == pytest.approx(score, abs=1e-9)
            assert np.nansum(shares[line]) == pytest.approx(100, abs=1e-9)
            for n in range(width):
                if columns[n][line] is not None:
                    lifted = [100.0 if m == n else columns[m][line] for m in range(width)]
                    better = score_of(lifted, weights, aggregate)
                    assert better is not None
                    assert gains[line, n] == pytest.approx(better - score, abs=1e-7)


@given(st.lists(st.none() | st.integers(0, 9).map(float), min_size=1, max_size=12))
def test_equal_scores_share_the_better_rank(scores):
    known = [s for s in scores if s is not None]
    expected = [None if s is None else 1 + sum(other > s for other in known) for s in scores]

    found = indices.ranks(np.array([np.nan if s is None else s for s in scores]))

    assert [None if np.isnan(r) else int(r) for r in found] == expected


def test_the_draws_centre_on_the_weights_and_come_out_the_same_each_time():
    weights = np.array([12.0, 38, 50])
    drawn = np.random.default_rng(indices.SEED).dirichlet(weights, indices.DRAWS)
    assert indices.DRAWS >= 1000
    assert 100 * drawn.mean(axis=0) == pytest.approx(weights, abs=0.5)

    points = np.random.default_rng(1).uniform(0, 100, (8, 3))
    every = np.array([
        [1 + sum(row @ w > points[k] @ w for row in points) for k in range(8)] for w in drawn
    ])  # fmt: skip
    low, high = indices.drawn_ranks(points, weights, "arithmetic", np.ones(8, bool))

    ordered = np.sort(every, axis=0)
    assert low.tolist() == ordered[indices.DRAWS * 5 // 100 - 1].tolist()
    assert high.tolist() == ordered[indices.DRAWS * 95 // 100 - 1].tolist()


def test_whoever_leads_in_everything_leads_under_any_weights():
    points = np.array([[90.0, 90, 90], [10, 80, 20], [80, 10, 20]])
    low, high = indices.drawn_ranks(points, np.array([40.0, 30, 30]), "arithmetic", np.ones(3, bool))
    out_low, out_high = indices.left_out_ranks(points, np.array([40.0, 30, 30]), "arithmetic", np.ones(3, bool))  # fmt: skip

    assert (low[0], high[0]) == (1, 1)
    assert (low[1], high[1]) == (2, 3)
    assert (out_low.tolist(), out_high.tolist()) == ([1, 2, 2], [1, 3, 3])


# ------------------------------------------------------------------ from the cube


AREAS = {"T1": "东溪镇", "T2": "西山乡", "T3": "南湖镇", "T4": "北坡乡"}
FIGURES = {  # (indicator, area): value in 2023
    ("a", "T1"): 100, ("a", "T2"): 50, ("a", "T3"): 90, ("b", "T1"): 2, ("b", "T2"): 12, ("c", "T1"): 1, ("c", "T3"): 1,
}  # fmt: skip


@pytest.fixture
def cube():
    """One county of four townships; 北坡乡 has reported nothing."""
    with duckdb.connect() as con:
        con.execute(
            "CREATE TABLE area AS SELECT 'C' AS area_code, NULL::VARCHAR AS parent_code, '某县' AS name, 'county' AS level, "
            "NULL::VARCHAR AS kind, true AS counts, 0 AS youth, NULL::VARCHAR AS contact_office, NULL::DATE AS valid_to"
        )
        for code, name in AREAS.items():
            con.execute(
                "INSERT INTO area VALUES (?, 'C', ?, 'township', '镇', true, 1, NULL, NULL)", [code, name]
            )
        grow(con)
        con.execute(CUBE + REPORTS)
        con.execute("INSERT INTO dated VALUES ('x', 'C', DATE '2022-01-01', DATE '2023-12-31')")
        for (name, code), value in FIGURES.items():
            for year, by in ((2023, value), (2022, value / 2)):
                if (name, code, year) != ("c", "T3", 2022):
                    con.execute(
                        "INSERT INTO cube VALUES (?, '', '', ?, 'year', ?, ?, 100, ?, false)",
                        [name, code, date(year, 1, 1), by, by],
                    )
        yield Snapshot("made", con)


PARTS = [("a", 50, "higher", 0, 100, False), ("b", 30, "lower", 0, 10, False), ("c", 20, "higher", 0, 1, False)]  # fmt: skip


def lines(found: indices.Scored) -> dict[str, dict]:
    return {row["area_name"]: row for row in found.areas.to_dicts()}


def test_scores_ranks_and_what_is_missing(cube):
    found = indices.score(cube, index(PARTS), "C", YEAR)
    by_name = lines(found)

    assert found.areas["area_name"].to_list() == ["东溪镇", "南湖镇", "西山乡", "北坡乡"]
    assert by_name["东溪镇"]["score"] == pytest.approx(50 + 0.3 * 80 + 20)
    assert by_name["南湖镇"]["score"] == pytest.approx(
        (0.5 * 90 + 20) / 0.7
    )  # b has no figure: 50 and 20 of 70
    assert by_name["南湖镇"]["missing"] == ["b"]
    assert by_name["西山乡"]["score"] == pytest.approx((0.5 * 50 + 0.3 * 0) / 0.8)  # beyond the cap is nought
    assert [row["rank"] for row in by_name.values()] == [1, 2, 3, None]
    assert by_name["北坡乡"]["score"] is None
    assert by_name["北坡乡"]["stars"] is None
    assert found.bands.select("stars", "areas", "over").rows() == [
        (5, 2, True), (4, 0, False), (3, 0, False), (2, 0, False), (1, 1, False)
    ]  # fmt: skip
    best = by_name["西山乡"]
    assert (best["best_part"], best["best_gain"]) == ("b", pytest.approx(37.5))
    assert best["lifted"] == pytest.approx(best["score"] + 37.5)
    assert by_name["南湖镇"]["best_part"] == "a"


def test_a_score_is_compared_only_where_it_rests_on_the_same_parts(cube):
    by_name = lines(indices.score(cube, index(PARTS), "C", YEAR))

    assert by_name["东溪镇"]["delta"] == pytest.approx(94 - (25 + 0.3 * 90 + 10))
    assert by_name["南湖镇"]["delta"] is None  # c was not reported in 2022


def test_an_unfinished_year_is_asked_for_as_many_months_as_the_data_reach(cube):
    yearly = [*PARTS[:1], ("b", 50, "higher", 0, 12, True)]
    whole = indices.score(cube, index(yearly), "C", YEAR)
    cube.execute("UPDATE dated SET last_date = DATE '2023-06-30'")
    half = indices.score(cube, index(yearly), "C", YEAR)

    def points(found):
        row = found.parts.filter((pl.col("area_code") == "T1") & (pl.col("indicator") == "b")).row(
            0, named=True
        )
        return row["points"], row["value"]

    assert (whole.months, half.months) == (12, 6)
    assert points(whole) == (pytest.approx(100 * FIGURES["b", "T1"] / 12), FIGURES["b", "T1"])
    assert points(half)[0] == pytest.approx(min(100, 100 * FIGURES["b", "T1"] / 6))


@pytest.mark.parametrize(
    ("span", "months"),
    [
        (None, 12),
        ((date(2020, 1, 1), date(2025, 1, 1)), 12),
        ((date(2020, 1, 1), date(2023, 6, 2)), 6),
        ((date(2023, 7, 1), date(2024, 6, 30)), 6),
        ((date(2023, 3, 1), date(2023, 3, 31)), 1),
    ],
)
def test_months_reached(span, months):
    assert indices.reached(YEAR, span) == months


def test_too_little_known_is_no_score(cube):
    by_name = lines(indices.score(cube, index(PARTS, least_weight=75), "C", YEAR))

    assert by_name["南湖镇"]["score"] is None
    assert by_name["南湖镇"]["rank"] is None
    assert by_name["南湖镇"]["rank_low"] is None
    assert by_name["西山乡"]["rank"] == 2


def test_an_indicator_alike_everywhere_counts_for_nobody_and_is_named(cube):
    found = indices.score(cube, index(PARTS, normalise="minmax"), "C", YEAR)

    assert found.incomparable == ("c",)
    told = found.parts.filter(indicator="c").drop_nulls("value")["area_code"]
    assert len(told)
    for row in found.areas.filter(pl.col("area_code").is_in(told.to_list())).to_dicts():
        assert "c" not in row["missing"]  # it was reported, and says nothing all the same
    assert lines(found)["东溪镇"]["score"] == pytest.approx(100)


def test_a_township_is_shown_among_its_neighbours(cube):
    assert indices.score(cube, index(PARTS), "T2", YEAR).areas.equals(
        indices.score(cube, index(PARTS), "C", YEAR).areas
    )


def test_a_veto_takes_stars_and_not_points(cube):
    below = Veto(indicator=replace(_SOME, name="b"), below=5.0, above=None, at_most=2, say="没有团委")
    above = Veto(indicator=replace(_SOME, name="b"), below=None, above=11.0, at_most=1, say="不到")
    before = lines(indices.score(cube, index(PARTS), "C", YEAR))
    after = lines(indices.score(cube, index(PARTS, vetoes=[below, above]), "C", YEAR))

    assert (before["东溪镇"]["stars"], after["东溪镇"]["stars"], after["东溪镇"]["veto"]) == (
        5,
        2,
        "没有团委",
    )
    assert after["东溪镇"]["score"] == before["东溪镇"]["score"]
    assert after["南湖镇"]["stars"] == before["南湖镇"]["stars"]  # no figure, no veto
    assert after["西山乡"]["veto"] is None  # one star already: nothing was taken


@pytest.mark.parametrize(
    ("value", "stars"), [(90, 5), (89.999, 4), (89.5, 4), (80, 4), (79.99, 3), (70, 3), (60, 2), (59.99, 1), (0, 1)]
)  # fmt: skip
def test_bands_begin_with_their_floor_on_the_score_as_it_is(cube, value, stars):
    cube.execute("UPDATE cube SET value = ? WHERE indicator = 'a' AND area_code = 'T1'", [value])
    asked = index([("a", 100, "higher", 0, 100, False)])

    assert lines(indices.score(cube, asked, "C", YEAR))["东溪镇"]["stars"] == stars


def test_floating_point_does_not_cost_a_star():
    """Ninety in everything can come to 89.99999999999999."""
    scores = np.array([np.nextafter(90, 0), 90 - 1e-6])

    stars, _vetoes = indices._stars(index(PARTS), scores, np.empty((2, 0)))

    assert stars == [5, 4]


def test_nobody_to_compare_is_refused(cube):
    with pytest.raises(Refused):
        indices.score(cube, replace(index(PARTS), level="school"), "C", YEAR)


def test_the_index_that_is_shipped_loads_and_scores(cube):
    shipped = index_of.load_all(load_all().indicators)
    assert shipped
    for each in shipped.values():
        found = indices.score(cube, each, "C", YEAR)
        assert found.areas["score"].null_count() == len(AREAS)
        assert Path(index_of.INDICES / f"{each.name}.toml").exists()
