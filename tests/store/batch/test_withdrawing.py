"""Withdrawing leaves the tables as if the batch had never been imported, whatever came after it."""

import shutil

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.store.batch.test_importing import HOMES, content
from tuanqing.define.errors import Refused
from tuanqing.store.batch.importing import import_files, withdraw
from tuanqing.store.batch.wishes import ImportWish
from tuanqing.store.warehouse.versions import Warehouse


def nothing(_con) -> None:
    """No measuring: these tests are about rows."""


def test_withdrawing_the_last_batch_gives_the_same_table_as_before(bring, warehouse, contracts):
    bring("homes.csv", HOMES)
    before = content(warehouse, "youth_home")
    (outcome,) = bring("changed.csv", HOMES.replace("停用", "运行").replace("H4,总部", "H5,新总部"), yes=True)
    assert content(warehouse, "youth_home") != before
    withdraw(warehouse, outcome.receipt.batch or 0, contracts, nothing)
    assert content(warehouse, "youth_home") == before
    with pytest.raises(Refused):
        withdraw(warehouse, outcome.receipt.batch or 0, contracts, nothing)


def test_the_area_register_is_not_withdrawn_from_under_the_rows(bring, warehouse, contracts):
    bring("homes.csv", HOMES)
    version = warehouse.version
    with pytest.raises(Refused):
        withdraw(warehouse, 1, contracts, nothing)
    assert warehouse.version == version


def test_a_row_confirmed_twice_outlives_the_batches_before_it(bring, warehouse, contracts):
    """The first batch and its first heir are withdrawn; the second one that met the same row keeps it."""
    head = "活动名称,青年之家名称,乡镇,活动时间,参与人次\n"
    for name, times in (("a", "3"), ("b", "3"), ("c", "3")):
        bring(
            f"{name}.csv",
            head + f"读书会,太平家,太平,2023-01-03,{times}\n球赛{name},太平家,太平,2023-01-04,1\n",
        )
    for batch in (2, 3):
        withdraw(warehouse, batch, contracts, nothing)
    assert [row[4] for row in content(warehouse, "youth_home_event")] == ["球赛c", "读书会"]


def test_what_took_the_place_of_a_row_confirmed_later_keeps_it(bring, warehouse, contracts):
    """B was changed, confirmed, and changed back: once both in between are gone there is still one B."""
    head = "活动名称,青年之家名称,乡镇,活动时间,参与人次\n"
    for name, times in (("a", "1"), ("b", "3"), ("c", "3"), ("d", "1")):
        bring(
            f"{name}.csv",
            head + f"读书会,太平家,太平,2023-01-03,{times}\n球赛{name},太平家,太平,2023-01-04,1\n",
        )
    for batch in (3, 4):
        withdraw(warehouse, batch, contracts, nothing)
    assert [row[4] for row in content(warehouse, "youth_home_event")] == ["球赛a", "球赛d", "读书会"]


EVENT = st.tuples(st.sampled_from("ABC"), st.integers(1, 3))
FILES = st.lists(st.lists(EVENT, min_size=1, max_size=4, unique_by=lambda e: e[0]), min_size=2, max_size=5)


# Each example is many imports: shrinking one would take minutes, so a failure is shown as it was found.
@given(files=FILES, data=st.data())
@settings(
    max_examples=6,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_any_batch_of_events_can_be_withdrawn_in_any_order(files, data, contracts, county, tmp_path_factory):
    """Importing all and withdrawing some equals importing the others alone."""
    folder = tmp_path_factory.mktemp("any")

    def build(name: str, chosen: list[int]) -> Warehouse:
        warehouse = Warehouse(folder / name)
        shutil.copytree(county, warehouse.folder)
        for n in chosen:
            file = folder / f"e{n}.csv"
            lines = [f"活动{event},太平家,太平,2023-01-03,{times}\n" for event, times in files[n]]
            file.write_text("活动名称,青年之家名称,乡镇,活动时间,参与人次\n" + "".join(lines), "utf-8")
            import_files(warehouse, [file], contracts, nothing, ImportWish(yes=True))
        return warehouse

    everything = build("all", list(range(len(files))))
    gone = data.draw(
        st.lists(st.sampled_from(range(len(files))), unique=True, min_size=1, max_size=len(files) - 1)
    )
    for n in gone:
        withdraw(everything, n + 2, contracts, nothing)
    alone = build("alone", [n for n in range(len(files)) if n not in gone])
    assert content(everything, "youth_home_event") == content(alone, "youth_home_event")
