"""A publish works out again what its rows touch, and nothing else; the cube is as if it had been made from scratch."""

import shutil

import duckdb
import pytest

from tuanqing.measure import rebuild
from tuanqing.store.batch.importing import withdraw

HOMES = "青年之家编号,青年之家名称,乡镇,级别,状态\nH1,太平家,太平街道,分部,运行\nH2,岗王家,岗王镇,分部,运行\n"
EVENTS = "活动名称,青年之家名称,乡镇,活动时间,参与人次\n读书会,太平家,太平街道,2023-12-03,3\n"
LATER = EVENTS + "球赛,太平家,太平街道,2024-02-04,5\n"


@pytest.fixture
def stand(warehouse, contracts, few, tmp_path):
    """stand() gives the fingerprints of the published cube, once the cube is found to be what scratch gives."""

    def stand() -> dict[str, str]:
        copy = tmp_path / f"{warehouse.version}.duckdb"
        shutil.copy(warehouse.current, copy)
        with duckdb.connect(str(copy)) as con:
            published = con.execute("FROM cube ORDER BY ALL").fetchall()
            found = dict(con.execute("SELECT indicator, fingerprint FROM made").fetchall())
            con.execute("DROP TABLE made")
            rebuild(con, contracts, few)
            assert con.execute("FROM cube ORDER BY ALL").fetchall() == published
        assert published
        return found

    return stand


def test_only_what_the_rows_touch_is_worked_out_again(bring, few, stand, warehouse, contracts):
    bring("青年之家名录_20231231.csv", HOMES, measure=few)
    first = stand()
    bring("活动.csv", EVENTS, measure=few)
    second = stand()
    changed = {name for name in second if second[name] != first[name]}
    assert "youth_home_person_times" in changed
    assert "youth_homes" not in changed
    bring("后来的活动.csv", LATER, measure=few)  # two months more: whatever is kept month by month
    third = stand()
    assert third["youth_homes"] != second["youth_homes"]
    withdraw(warehouse, 4, contracts, lambda con: rebuild(con, contracts, few))
    assert stand().keys() == third.keys()
