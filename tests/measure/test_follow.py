"""督办: an item is made once, closed only by what was imported since, opened again, and kept whatever becomes of versions."""

from dataclasses import replace
from datetime import date

import pytest

from tuanqing.define.errors import Refused
from tuanqing.define.period import Period
from tuanqing.define.query import Library
from tuanqing.measure import follow, rebuild
from tuanqing.show import matters as shapes
from tuanqing.store.access.actor import Actor, act_as
from tuanqing.store.batch import importing
from tuanqing.store.notes import follow_ups
from tuanqing.store.warehouse.backup import backup, restore
from tuanqing.store.warehouse.purging import purge
from tuanqing.store.warehouse.versions import Warehouse

TODAY = date(2024, 3, 1)
COVERAGE, IDLE = "youth_home_township_coverage", "youth_home_idle"
HEAD = "青年之家编号,青年之家名称,乡镇,级别,状态\n"
ONE = f"{HEAD}H1,太平家,太平街道,分部,运行\n"
TWO = f"{ONE}H2,岗王家,岗王镇,分部,运行\n"
EVENTS = "活动名称,青年之家名称,乡镇,活动时间,参与人次\n读书会,太平家,太平街道,2023-01-10,3\n朗诵,岗王家,岗王镇,2023-06-12,4\n"
GANGWANG = "410001101"


@pytest.fixture
def homes(library) -> Library:
    """One rate with its gaps and one check."""
    return Library(library.base, {name: library.queries[name] for name in (COVERAGE, IDLE)})


@pytest.fixture
def publish(bring, homes):
    """publish(rows, month) brings the county's list of that month's end; the number of the batch."""

    def publish(rows: str, month: int) -> int:
        of = Period(date(2023, month, 1)).last
        (outcome,) = bring(
            f"青年之家名录_{of:%Y%m%d}.csv", rows, measure=homes, area="410001", as_of=of, yes=True
        )
        assert outcome.receipt.batch
        return outcome.receipt.batch

    return publish


@pytest.fixture
def todo(warehouse, homes, contracts):
    """todo("open") is what is followed up of a kind: gaps and targets by area, others by what they are of."""

    def todo(state: str = "", kind: str = "gap", at: Warehouse = warehouse) -> dict[str, follow.Followed]:
        with at.read() as snapshot:
            found = follow.items(at.folder, snapshot, homes, contracts, today=TODAY)
        assert len({each.item.id for each in found}) == len(found)
        told = [f for f in found if f.item.kind == kind and state in ("", f.item.state)]
        return {f.item.area if kind in ("gap", "target") else f.item.name: f for f in told}

    return todo


def test_an_item_is_made_once_closed_by_new_data_and_opened_again(publish, todo, warehouse):
    publish(ONE, 6)
    first = todo()
    assert set(first) == {"410001101", "410001102", "410001201"}
    written = (warehouse.folder / follow_ups.FILE).read_bytes()
    assert todo() == first  # nothing is repeated …
    assert (warehouse.folder / follow_ups.FILE).read_bytes() == written  # … nor noted down again
    publish(TWO, 7)
    assert {area: each.item.id for area, each in todo("closed").items()} == {
        GANGWANG: first[GANGWANG].item.id
    }
    assert set(todo("open")) == set(first) - {GANGWANG}
    publish(ONE, 8)
    again = todo("open")[GANGWANG].item
    assert (again.id, again.reopened) == (first[GANGWANG].item.id, 1)
    publish(TWO, 9)
    assert set(todo("closed")) == {GANGWANG}


def test_what_is_only_taken_back_closes_nothing(publish, todo, warehouse, homes, contracts):
    def again(con):
        rebuild(con, contracts, homes)

    publish(TWO, 6)
    assert GANGWANG not in todo()
    batch = publish(ONE, 7)
    assert GANGWANG in todo("open")
    importing.withdraw(warehouse, batch, contracts, again)
    found = todo("open")[GANGWANG]
    assert found.waits  # not found, and nobody has shown that it is done
    publish(TWO, 8)
    assert GANGWANG in todo("closed")


def test_a_target_nobody_can_judge_any_more_is_not_closed(publish, bring, todo, warehouse, homes, contracts):
    batch = publish(ONE, 6)
    assert "410001" in todo("open", "target")
    importing.withdraw(warehouse, batch, contracts, lambda con: rebuild(con, contracts, homes))
    bring("太平街道.csv", ONE, measure=homes, covers=("410001001",), as_of=date(2023, 7, 31), yes=True)
    assert "410001" in todo("open", "target")
    publish(f"{TWO}H3,月城家,月城镇,分部,运行\nH4,北山家,北山乡,分部,运行\n", 8)
    assert "410001" in todo("closed", "target")


def test_a_finding_of_a_check_is_followed_by_its_key(publish, bring, todo, homes):
    publish(TWO, 1)
    bring("活动.csv", EVENTS, measure=homes)
    (item,) = (each.item for each in todo("open", "finding").values())
    assert (item.name, item.unit, item.until) == (IDLE, "太平家", date(2023, 4, 10))
    bring("活动二.csv", EVENTS.replace("2023-01-10", "2023-06-20"), measure=homes)
    (done,) = (each.item for each in todo("closed", "finding").values())
    assert done.id == item.id


def test_a_report_of_last_year_stays_asked_for_when_a_year_has_passed(publish, bring, todo, homes):
    publish(ONE, 11)
    owed = {(f.item.name, f.item.since) for f in todo("open", "report").values()}
    assert owed
    bring("青年之家名录_20240229.csv", TWO, measure=homes, area="410001", as_of=date(2024, 2, 29), yes=True)
    assert owed <= {(f.item.name, f.item.since) for f in todo("open", "report").values()}


def test_what_somebody_wrote_survives_withdrawal_and_backup(
    publish, todo, warehouse, homes, contracts, tmp_path
):
    batch = publish(ONE, 6)
    publish(ONE.replace("H1", "H9"), 7)
    id = todo()[GANGWANG].item.id
    with warehouse.read() as snapshot:
        follow.edit(warehouse.folder, snapshot, id, "岗王镇团委", date(2024, 4, 1), "下周建", "王")
    importing.withdraw(warehouse, batch, contracts, lambda con: rebuild(con, contracts, homes))
    backup(warehouse, tmp_path / "all.zip")
    other = Warehouse(tmp_path / "other", warehouse.rebuild)
    restore(other, tmp_path / "all.zip")
    for at in (warehouse, other):
        item = todo(at=at)[GANGWANG].item
        assert (item.id, item.owner, item.until, item.note) == (id, "岗王镇团委", date(2024, 4, 1), "下周建")


def test_of_two_who_write_the_second_sees_what_the_first_wrote(publish, todo, warehouse):
    publish(ONE, 6)
    item = todo()[GANGWANG].item
    with warehouse.read() as snapshot:
        follow.edit(warehouse.folder, snapshot, item.id, words="我来办", author="甲", seen=0)
        with pytest.raises(Refused, match=r"甲.*我来办"):
            follow.edit(warehouse.folder, snapshot, item.id, words="别人办", author="乙", seen=0)
        assert todo()[GANGWANG].item.note == "我来办"
        follow.edit(warehouse.folder, snapshot, item.id, words="一起办", author="乙", seen=1)
    assert [edit.note for edit in todo()[GANGWANG].item.edits] == ["我来办", "一起办"]


def test_nobody_writes_on_what_lies_elsewhere(publish, todo, warehouse):
    publish(ONE, 6)
    found = todo()
    act_as(Actor("赵", "township_secretary", "", (GANGWANG,)))
    try:
        with warehouse.read() as snapshot:
            follow.edit(warehouse.folder, snapshot, found[GANGWANG].item.id, words="在建")
            with pytest.raises(Refused):
                follow.edit(warehouse.folder, snapshot, found["410001201"].item.id, words="在建")
            with pytest.raises(Refused):
                follow.edit(warehouse.folder, snapshot, "nothing", words="在建")
    finally:
        act_as(None)
    assert [area for area, each in todo().items() if each.item.edits] == [GANGWANG]


def test_a_purge_leaves_no_name_of_a_unit(publish, todo, bring, warehouse, homes, contracts):
    publish(TWO, 1)
    bring("活动.csv", EVENTS, measure=homes)
    assert todo("open", "finding")
    assert "太平家" in (warehouse.folder / follow_ups.FILE).read_text("utf-8")
    purge(warehouse, contracts, lambda con: rebuild(con, contracts, homes))
    assert "太平家" not in (warehouse.folder / follow_ups.FILE).read_text("utf-8")
    (found,) = todo("open", "finding").values()
    assert found.matter is not None
    assert found.matter.unit == "太平家"


def test_what_has_become_of_items_is_counted_on_a_day():
    item = follow_ups.Item("a", "gap", "n", "1", "1", "", None, date(2024, 1, 31), "2024-01-01T08:00:00", 1)
    later = {"id": "b", "opened": "2024-02-25T08:00:00", "due": date(2024, 3, 1)}
    done = {"state": follow_ups.CLOSED, "reopened": 1}
    told = [
        item,
        replace(item, **later),
        replace(item, id="c", due=None, opened="2023-06-01T08:00:00"),
        replace(item, id="d", closed="2024-01-11T09:00:00", **done),
        replace(item, id="e", closed="2024-01-31T09:00:00", state=follow_ups.CLOSED),
    ]
    found = follow.progress(told, TODAY)
    assert (found.closed, found.every, found.rate) == (2, 5, 40)
    assert found.overdue == 1  # the one due today is not; a closed one is not
    assert found.ages == (1, 1, 1)
    assert found.oldest == 274
    assert found.took == 20
    assert found.reopened == 1
    said = shapes.progress(found)
    assert said[0] == "办结2/5，截至2024年3月1日"  # a small base: no percentage
    assert shapes.progress(follow.progress(told * 3, TODAY))[0] == "办结6/15 = 40.0%，截至2024年3月1日"
    nothing = follow.progress([], TODAY)
    assert nothing.rate is None
    assert "%" not in "".join(shapes.progress(nothing))
