"""Gini and Theil against the checked values of their source and against their definitions, pair by pair."""

from datetime import date
from math import log

import duckdb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.measure.made import CUBE, REPORTS
from tests.measure.trees import grow
from tuanqing.define.errors import Refused
from tuanqing.define.period import Period
from tuanqing.measure import inequality
from tuanqing.store.warehouse.snapshot import Snapshot

Y, W = np.array([10.0, 20, 30, 40]), np.array([100.0, 200, 300, 400])
ONES = np.ones(4)
YEAR = Period(date(2023, 1, 1), "year")

units = st.lists(
    st.tuples(st.integers(0, 1000), st.integers(1, 500), st.integers(0, 3)), min_size=2, max_size=12
).filter(lambda rows: any(value for value, _weight, _group in rows))


def columns(rows: list[tuple[int, int, int]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    values, weights, groups = zip(*rows, strict=True)
    return np.array(values, float), np.array(weights, float), np.array(groups)


def test_the_checked_values():
    assert inequality.gini(Y, W) == pytest.approx(0.18, abs=1e-12)
    assert inequality.gini(Y, ONES) == pytest.approx(0.25, abs=1e-12)
    found = inequality.theil(Y, W, np.array([1, 1, 2, 2]))
    assert (found.total, found.between, found.within) == pytest.approx(
        (0.0627480146, 0.0473300451, 0.0154179695), abs=5e-11
    )


def test_theil_written_out_by_hand():
    """y = 10, 20 | 30, 40, mean 25, group means 15 and 35."""
    total = sum(y / 25 * log(y / 25) for y in (10, 20, 30, 40)) / 4
    between = 0.5 * 15 / 25 * log(15 / 25) + 0.5 * 35 / 25 * log(35 / 25)
    within = 0.3 * sum(y / 15 * log(y / 15) for y in (10, 20)) / 2
    within += 0.7 * sum(y / 35 * log(y / 35) for y in (30, 40)) / 2

    found = inequality.theil(Y, ONES, np.array(["a", "a", "b", "b"]))

    assert (found.total, found.between, found.within) == pytest.approx((total, between, within), abs=1e-12)


@given(units)
def test_gini_is_the_mean_difference_of_all_pairs(rows):
    y, w, _groups = columns(rows)
    pairs = (w[:, None] * w[None] * abs(y[:, None] - y[None])).sum()
    mean = (w * y).sum() / w.sum()

    assert inequality.gini(y, w) == pytest.approx(pairs / (2 * w.sum() ** 2 * mean), abs=1e-12)


@given(units)
def test_between_and_within_are_the_total(rows):
    y, w, groups = columns(rows)
    found = inequality.theil(y, w, groups)

    assert found.between + found.within == pytest.approx(found.total, abs=1e-12)
    assert found.between >= -1e-12
    assert found.within >= -1e-12


@given(units)
def test_an_area_of_two_people_is_two_areas_of_one(rows):
    y, w, groups = columns(rows)
    each = [np.repeat(column, w.astype(int)) for column in (y, np.ones(len(y)), groups)]

    assert inequality.gini(y, w) == pytest.approx(inequality.gini(*each[:2]), abs=1e-9)
    assert inequality.theil(y, w, groups).total == pytest.approx(inequality.theil(*each).total, abs=1e-9)
    assert inequality.top_share(y, w) == pytest.approx(inequality.top_share(each[0], each[1]), abs=1e-6)


def test_equality_is_nought_and_the_top_fifth_has_a_fifth():
    y = np.full(4, 7.0)

    assert inequality.gini(y, W) == pytest.approx(0, abs=1e-12)
    assert inequality.theil(y, W, ONES).total == pytest.approx(0, abs=1e-12)
    assert inequality.top_share(y, W) == pytest.approx(20, abs=1e-12)


def test_one_area_with_everything():
    y = np.array([0.0, 0, 0, 8])

    assert inequality.gini(y, ONES) == pytest.approx(0.75, abs=1e-12)
    assert inequality.theil(y, ONES, ONES).total == pytest.approx(log(4), abs=1e-12)


def test_the_top_fifth_splits_an_area():
    # 1,000 people, of whom the best-off 200 all live where there is 40 each: 8,000 of 30,000
    assert inequality.top_share(Y, W) == pytest.approx(100 * 8000 / 30000, abs=1e-12)


@pytest.fixture
def cube():
    """Two counties of two townships each; one township reported nothing, one kind has no youth on record."""
    with duckdb.connect() as con:
        con.execute("""
            CREATE TABLE area AS SELECT * FROM (VALUES
                ('P', NULL, '某市', 'prefecture', NULL, NULL::INT), ('A', 'P', '甲县', 'county', NULL, NULL),
                ('B', 'P', '乙县', 'county', NULL, NULL), ('A1', 'A', '甲一镇', 'township', '镇', 100),
                ('A2', 'A', '甲二乡', 'township', '乡', 200), ('B1', 'B', '乙一镇', 'township', '镇', 300),
                ('B2', 'B', '乙二乡', 'township', '乡', 400), ('B3', 'B', '乙三乡', 'township', '乡', 50),
                ('B4', 'B', '乙四乡', 'township', '乡', NULL)
            ) AS t(area_code, parent_code, name, level, kind, youth);
            ALTER TABLE area ADD COLUMN counts BOOLEAN DEFAULT true;
            ALTER TABLE area ADD COLUMN valid_from DATE;
            ALTER TABLE area ADD COLUMN valid_to DATE;
        """)
        grow(con)
        con.execute(CUBE + REPORTS)
        con.execute("""
            INSERT INTO cube SELECT 'money', '', '', code, 'year', DATE '2023-01-01', amount, heads, amount, false
            FROM (VALUES ('A1', 1000, 10), ('A2', 4000, 10), ('B1', 9000, 10), ('B2', 16000, 10), ('B4', 5, 10)) AS t(code, amount, heads);
        """)
        yield Snapshot("made", con)


def named(library, *, rate: bool):
    from dataclasses import replace

    whole = next(i for i in library.indicators.values() if i.unit == "yuan" and not i.is_rate)
    return replace(whole, name="money", denominator="人" if rate else None)


def test_per_head_of_the_youth_of_each_township(cube, library):
    found = inequality.spread(cube, named(library, rate=False), "P", "township", YEAR, "county")

    assert found.areas["per_head"].to_list() == [40, 30, 20, 10]
    assert found.gini == pytest.approx(0.18, abs=1e-12)
    assert found.areas["under"].to_list() == [False, False, True, True]
    assert found.per_head == pytest.approx(30)  # 30,000 ÷ 1,000, not the mean of four
    assert found.ratio == pytest.approx(4)
    assert found.groups.select("grp", "areas", "per_head", "share_people", "share_amount").rows() == [
        ("乙县", 2, 25000 / 700, pytest.approx(70), pytest.approx(250 / 3)),
        ("甲县", 2, 5000 / 300, pytest.approx(30), pytest.approx(50 / 3)),
    ]
    assert {name for _code, name in found.silent} == {"乙三乡"}
    assert {name for _code, name in found.peopleless} == {"乙四乡"}


def test_by_kind_and_within_one_county(cube, library):
    found = inequality.spread(cube, named(library, rate=False), "A", "township", YEAR, "kind")

    assert found.areas["grp"].to_list() == ["乡", "镇"]
    assert found.theil is not None
    assert found.theil.within == pytest.approx(0, abs=1e-12)  # one of each kind: all of it lies between


def test_a_rate_has_heads_of_its_own(cube, library):
    found = inequality.spread(cube, named(library, rate=True), "A", "township", YEAR, "kind")

    assert found.areas["per_head"].to_list() == [400, 100]
    assert found.people == 20


def test_nothing_reported_is_no_equality(cube, library):
    found = inequality.spread(
        cube, named(library, rate=False), "P", "township", Period(date(2022, 1, 1), "year"), "kind"
    )

    assert (found.gini, found.theil, found.ratio, found.per_head) == (None, None, None, None)
    assert len(found.silent) == 6


def test_an_unknown_grouping_is_refused(cube, library):
    with pytest.raises(Refused, match="weather"):
        inequality.spread(cube, named(library, rate=False), "P", "township", YEAR, "weather")
