"""Somebody with areas changes what lies in them, and nothing else; a change that reaches further leaves nothing behind."""

from collections.abc import Iterator

import pytest

from tuanqing.define.errors import Refused
from tuanqing.store.access import log
from tuanqing.store.access.actor import Actor, act_as
from tuanqing.store.batch import correcting
from tuanqing.store.batch.importing import withdraw

HEAD = "青年之家编号,青年之家名称,乡镇,级别,状态\n"
GANGWANG = "H1,岗王青年之家,岗王镇,乡镇分部,运行\n"
YUECHENG = "H2,月城青年之家,月城镇,乡镇分部,运行\n"
TEAMS = "乡镇,团支部名称,青年之家编号\n"


@pytest.fixture(autouse=True)
def nobody_stays() -> Iterator[None]:
    yield
    act_as(None)


def act(*areas: str) -> None:
    act_as(Actor("王芳", "township_secretary", "10.0.0.1", areas))


def homes(bring, *rows: str, name: str = "homes.csv", **wish):
    (outcome,) = bring(
        name, HEAD + "".join(rows), dataset="youth_home", as_of=None, area="410001", yes=True, **wish
    )
    return outcome.receipt


def test_ones_own_township_is_brought_in(bring, warehouse):
    act("410001101")
    receipt = homes(bring, GANGWANG, name="岗王镇青年之家_20231231.csv", covers=("410001101",))
    assert (receipt.error, receipt.added) == (None, 1)
    (entry,) = [e for e in log.entries(warehouse.folder) if e.who == "王芳"]
    assert (entry.act, entry.what["batches"]) == ("import", [receipt.batch])


@pytest.mark.parametrize(
    ("rows", "wish"),
    [
        ((GANGWANG, YUECHENG), {}),  # a sibling's row beside one's own
        ((YUECHENG,), {"covers": ("410001102",)}),
        ((GANGWANG,), {"covers": ("410001101", "410001102")}),  # no row of the sibling, and yet: it has none
        ((), {"covers": ("410001102",)}),
        ((GANGWANG,), {"covers": ("410001",)}),
    ],
)
def test_a_file_that_speaks_for_others_is_refused_and_says_for_whom(rows, wish, bring, warehouse):
    before = warehouse.version
    act("410001101")
    receipt = homes(bring, *rows, name="homes_20231231.csv", **wish)
    assert receipt.error
    assert "不在您的辖区" in receipt.error
    assert "月城镇" in receipt.error or "东平县" in receipt.error or "太平街道" in receipt.error
    assert (receipt.batch, warehouse.version) == (None, before)


def test_two_areas_are_both_ones_own(bring):
    act("410001101", "410001102")
    receipt = homes(
        bring, GANGWANG, YUECHENG, name="homes_20231231.csv", covers=("410001101", "410001102"), partial=None
    )
    assert (receipt.error, receipt.added) == (None, 2)


def test_a_county_is_everything_below_it_and_nothing_beside(bring):
    act("410001")
    assert homes(bring, GANGWANG, YUECHENG, name="homes_20231231.csv").error is None
    act("410002")
    assert "不在您的辖区" in (homes(bring, GANGWANG, name="homes_20240131.csv").error or "")


def test_a_row_of_a_sibling_stays_though_a_file_claims_its_number(bring, warehouse):
    """H2 is 月城镇's; what 岗王镇 says of a home of that number is of another home."""
    homes(bring, GANGWANG, YUECHENG, name="homes_20231231.csv")
    act("410001101")
    taken = GANGWANG + "H2,月城青年之家,岗王镇,乡镇分部,运行\n"
    assert homes(bring, taken, name="homes2_20231231.csv", covers=("410001101",), partial=True).error is None
    with warehouse.read() as snapshot:
        rows = snapshot.execute("SELECT home_id, area_code FROM youth_home_rows ORDER BY ALL").fetchall()
    assert rows == [("H1", "410001101"), ("H2", "410001101"), ("H2", "410001102")]


def test_a_batch_of_others_is_not_withdrawn(bring, warehouse, contracts):
    homes(bring, YUECHENG, name="homes_20231231.csv", covers=("410001102",))
    before = warehouse.version
    act("410001101")
    with pytest.raises(Refused, match="月城镇"):
        withdraw(warehouse, 2, contracts, lambda _con: None)
    assert warehouse.version == before
    assert not [e for e in log.entries(warehouse.folder) if e.act == "withdraw"]
    act("410001102")
    withdraw(warehouse, 2, contracts, lambda _con: None)
    assert [e.who for e in log.entries(warehouse.folder) if e.act == "withdraw"] == ["王芳"]


def test_a_correction_of_others_rows_is_refused(bring, warehouse, contracts):
    homes(bring, GANGWANG, YUECHENG, name="homes_20231231.csv")

    def say(key: str) -> correcting.Stands:
        table = {
            "dataset": "youth_home",
            "what": "override",
            "key": {"home_id": key},
            "set": {"status": "closed"},
            "reason": "x",
            "who": "王芳",
        }
        return correcting.make(warehouse, table, contracts, lambda _con: None)

    act("410001101")
    with pytest.raises(Refused, match="月城镇"):
        say("H2")
    made = say("H1")
    act("410001102")
    with pytest.raises(Refused, match="岗王镇"):
        correcting.withdraw(warehouse, made.name, "王芳", contracts, lambda _con: None)
    act("410001101")
    correcting.withdraw(warehouse, made.name, "王芳", contracts, lambda _con: None)


REGISTER = "区划代码,名称,上级代码,层级\n"


@pytest.mark.parametrize(
    ("rows", "fits"),
    [
        ("410001101002,新村,410001101,村\n", True),
        ("410001101001,李庄村,410001101,村\n", True),
        ("410001101,岗王镇,410001,镇\n", True),  # as it stands
        ("410001101,岗王镇,410002,镇\n410002,西平县,,县\n", False),
        ("410001102,岗王镇二,410001,镇\n", False),
        ("410001102001,李庄村,410001101,村\n", False),  # a sibling's village pulled over
        ("410001101001,李庄村,410001102,村\n", False),  # one's own pushed away
        ("410001103,新镇,410001,镇\n", False),
        ("410002,西平县,,县\n", False),
    ],
)
def test_the_register_is_changed_below_ones_own_area_alone(rows, fits, bring, warehouse):
    before = warehouse.version
    act("410001101")
    (outcome,) = bring("area.csv", REGISTER + rows, dataset="area", yes=True)
    assert (outcome.receipt.error is None) == fits, outcome.receipt.error
    assert (warehouse.version == before) != fits or outcome.receipt.added + outcome.receipt.changed == 0


def test_who_has_no_areas_changes_everything(bring):
    act()
    assert homes(bring, GANGWANG, YUECHENG, name="homes_20231231.csv").error is None
