"""A publish works out again what its rows touch, and nothing else; the cube is as if it had been made from scratch."""

import shutil
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from tuanqing.define import rule as rules_of
from tuanqing.define.query import Library
from tuanqing.measure import rebuild, views
from tuanqing.store.batch.importing import refresh, withdraw

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


def test_views_stand_and_a_shared_table_is_made_when_what_it_is_made_of_changed(
    bring, few, contracts, warehouse, monkeypatch
):
    bring("青年之家名录_20231231.csv", HOMES, measure=few)
    made: list[str] = []
    own = views._run
    monkeypatch.setattr(
        views, "_run", lambda con, sql, where: (made.append(Path(where).stem), own(con, sql, where))
    )
    refresh(warehouse, contracts, lambda con: rebuild(con, contracts, few))
    assert not made, "nothing is new"
    bring("活动.csv", EVENTS, measure=few)
    assert "45_home_event" in made
    assert not {"10_area_path", "38_owed", "48_volunteer_day", "youth_homes"} & {*made}


@pytest.mark.parametrize("what", ["query", "shared", "rule"])
def test_whatever_is_defined_otherwise_is_made_anew(
    bring, few, contracts, warehouse, monkeypatch, tmp_path, what
):
    bring("青年之家名录_20231231.csv", HOMES, measure=few)
    library = few
    if what == "query":
        new = replace(few.queries["youth_homes"], sql=f"{few.queries['youth_homes'].sql}\nLIMIT 1")
        library = Library(few.base, {**few.queries, "youth_homes": new})
    if what == "shared":
        base = [(file, f"{sql}\nLIMIT 1" if "area_month" in file else sql) for file, sql in few.base]
        library = Library(tuple(base), few.queries)
    if what == "rule":
        known = rules_of.load_all()
        row = replace(known["term_length"], rows=known["term_length"].rows[:1], text="")
        monkeypatch.setattr(rules_of, "load_all", lambda: known | {"term_length": row})
    copy = tmp_path / "copy.duckdb"
    shutil.copy(warehouse.current, copy)
    with duckdb.connect(str(copy)) as con:
        rebuild(con, contracts, library)
        (homes,) = con.execute("SELECT count(*) FROM indicator.youth_homes").fetchall()[0]
        (months,) = con.execute("SELECT count(*) FROM area_month").fetchall()[0]
        (rules,) = con.execute("SELECT count(*) FROM rules.term_length").fetchall()[0]
    seen = {"query": homes == 1, "shared": months == 1, "rule": rules == 1}
    assert [name for name, new in seen.items() if new] == [what]
