"""A warehouse publishes, reads and lets go under the rules Windows has for files. Run on Linux: see tests/windows.py."""

import pytest

from tests.windows import windows
from tuanqing.store.batch.importing import withdraw
from tuanqing.store.notes import form_maps, remarks
from tuanqing.store.warehouse import versions
from tuanqing.store.warehouse.backup import backup, restore
from tuanqing.store.warehouse.versions import Warehouse

__all__ = ["windows"]
ROWS = "活动名称,青年之家名称,乡镇,活动时间,参与人次\n"


def event(month: int) -> str:
    return ROWS + f"读书会,太平家,太平,2023-{month:02d}-03,10\n坏,太平家,太平,三月半,1\n"


@pytest.mark.usefixtures("windows")
def test_everything_a_user_does_works(bring, warehouse, contracts, tmp_path):
    for month in (1, 2):
        (outcome,) = bring(f"{month}.csv", event(month))
        assert outcome.receipt.error is None
    bring("3.csv", event(3), dry_run=True)
    withdraw(warehouse, 3, contracts, lambda _con: None)
    assert not (warehouse.folder / "rejects" / "000003.parquet").exists()
    remarks.write(warehouse.folder, "410001", "2023-01", "", "好")
    form_maps.remember(warehouse.folder, "a", "x")
    form_maps.remember(warehouse.folder, "a", "y")
    assert form_maps.remembered(warehouse.folder, "a") == "y"
    backup(warehouse, tmp_path / "b.zip")
    backup(warehouse, tmp_path / "b.zip")
    fresh = Warehouse(tmp_path / "fresh")
    restore(fresh, tmp_path / "b.zip")
    with fresh.read() as snapshot:
        assert snapshot.execute("SELECT count(*) FROM youth_home_event").fetchall() == [(1,)]
    assert not warehouse.room.exists()


@pytest.mark.usefixtures("windows")
def test_a_reader_keeps_an_old_version_which_goes_after_the_reader_has_gone(bring, warehouse, monkeypatch):
    monkeypatch.setattr(versions, "KEEP", 1)
    with warehouse.read() as snapshot:
        for month in (1, 2, 3):
            bring(f"{month}.csv", event(month))
        assert snapshot.execute("SELECT count(*) FROM area").fetchall() == [(9,)]
        assert [file.stem for file in warehouse.kept()] == ["v000001", "v000003", "v000004"]
    bring("4.csv", event(4))
    assert [file.stem for file in warehouse.kept()] == ["v000004", "v000005"]
