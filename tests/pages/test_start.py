"""The first page of a new warehouse: one question at a time, until there is a figure."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import boards, page_text
from tuanqing.define.house import APP
from tuanqing.measure import needs
from tuanqing.store.warehouse.versions import Warehouse


@pytest.fixture
def opened(tmp_path: Path, monkeypatch) -> AppTest:
    """The site over an empty warehouse, at its address without anything."""
    monkeypatch.setenv("TUANQING_HOME", str(tmp_path / "own"))
    page = AppTest.from_file(str(APP), default_timeout=120)
    page.run()
    assert not page.exception
    return page


def test_an_empty_warehouse_asks_which_county_and_then_which_files(opened, tmp_path):
    (asked,) = opened.selectbox
    assert [option for option in asked.options if "鼓楼区" in option] == [
        "江苏省南京市鼓楼区 320106",
        "江苏省徐州市鼓楼区 320302",
        "福建省福州市鼓楼区 350102",
        "河南省开封市鼓楼区 410204",
    ]
    assert opened.button(key="take").disabled
    asked.select("410727").run()
    opened.button(key="take").click().run()
    assert not opened.exception
    assert not opened.error
    assert not opened.selectbox
    with Warehouse(tmp_path / "own").read() as snapshot:
        counted = dict(snapshot.execute("SELECT level, count(*) FROM area GROUP BY level").fetchall())
    assert (counted["county"], counted["township"]) == (1, 19)
    assert "2." in page_text(opened)
    assert len(opened.get("download_button")) == len(opened.markdown)


def test_files_are_told_in_the_order_of_need_and_by_what_they_bring(library, contracts):
    before = needs.needs(library, contracts, {"area"})
    assert before[0].contract.is_register
    counts = [len(need.brings) for need in before[1:]]
    assert counts == sorted(counts, reverse=True)
    assert {need.contract.name for need in before} == set(contracts)
    homes = next(need for need in before if need.contract.name == "youth_home")
    assert "youth_home_township_coverage" in {indicator.name for indicator in homes.brings}
    active = next(need for need in before if "youth_home_active_rate" in {i.name for i in need.part_of})
    others = {
        need.contract.name for need in before if "youth_home_active_rate" in {i.name for i in need.part_of}
    }
    after = needs.needs(library, contracts, {"area", *others - {active.contract.name}})
    now = next(need for need in after if need.contract == active.contract)
    assert "youth_home_active_rate" in {indicator.name for indicator in now.brings}


def test_the_board_of_an_empty_warehouse_leads_there(opened):
    assert not boards(opened)
    assert opened.button(key="take")
