"""From an empty warehouse to the first rate of one's own county, by clicks alone: at most twelve, within five minutes."""

import os
import shutil
import time
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.conftest import Site, Visit
from tuanqing.define.house import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
CASES = ROOT / "tests" / "uploads" / "cases"
KEEP = bool(os.environ.get("TUANQING_PICTURES"))
HOMES = """封丘县青年之家名录,,,,
截至2023年12月31日,,,,
青年之家编号,青年之家名称,乡镇,级别,状态
F001,城关镇青年之家,城关镇,乡镇分部,运行
F002,黄陵镇青年之家,黄陵镇,乡镇分部,运行
F003,荆宫乡青年之家,荆宫乡,乡镇分部,运行
F004,黄德镇青年之家,黄德镇,乡镇分部,停用
"""


class Hand:
    """Clicks, and how many."""

    def __init__(self, page: Page):
        self.page, self.clicks, self.begin = page, 0, time.monotonic()

    def click(self, what: Locator) -> None:
        what.click(timeout=90_000)
        self.clicks += 1

    def pick(self, files: list[Path]) -> None:
        """The click that opens the computer's own window, and the one that ends it."""
        self.page.set_input_files("input[type=file]", files)
        self.clicks += 2

    def picture(self, name: str) -> None:
        if KEEP:
            self.page.wait_for_timeout(4000)
            self.page.screenshot(path=ROOT / "docs" / f"first_{name}.png")


@pytest.fixture
def fresh(desk, tmp_path):
    """A window on a site over an empty warehouse."""
    site = Site(tmp_path / "封丘")
    site.start()
    page = desk.new_page()
    yield Visit(page, site)
    page.close()
    site.stop()


def test_from_an_empty_warehouse_to_the_first_rate(fresh, tmp_path):
    register = shutil.copy(CASES / "area.xlsx", tmp_path)
    homes = tmp_path / "封丘县青年之家名录.csv"
    homes.write_text(HOMES, "gb18030")
    fresh.open("", "是哪个县")
    hand = Hand(fresh.page)
    hand.click(fresh.page.get_by_role("combobox"))
    fresh.page.keyboard.type("封丘县")
    hand.click(fresh.page.get_by_role("option", name="河南省新乡市封丘县"))
    fresh.sees("就用封丘县")
    hand.picture("county")
    hand.click(fresh.page.get_by_role("button", name="就用封丘县"))
    fresh.sees("2. 手上有哪些文件")
    hand.picture("files")
    hand.click(fresh.page.get_by_role("button", name="上传文件"))
    fresh.sees("把导出的文件放到这里")
    hand.pick([Path(register), homes])
    publish = fresh.page.get_by_role("button", name="发布")
    publish.wait_for(timeout=90_000)
    fresh.page.wait_for_timeout(1000)
    hand.picture("preview")
    hand.click(publish)
    fresh.sees("已发布")
    hand.click(fresh.page.get_by_role("link", name="指标", exact=True).first)
    fresh.sees("3/19")
    hand.picture("rate")
    seconds = time.monotonic() - hand.begin
    assert hand.clicks <= 12
    assert seconds < 300
    with fresh.site.warehouse.read() as snapshot:
        rate = snapshot.execute(
            "SELECT numerator, denominator FROM cube WHERE indicator = 'youth_home_township_coverage' "
            "AND area_code = '410727' AND dimension = '' AND grain = 'month' ORDER BY period DESC LIMIT 1"
        ).fetchall()
    assert [(int(n), int(d)) for n, d in rate] == [(3, 19)]
    assert fresh.abroad == []
    assert fresh.errors == []
    print(f"{hand.clicks} clicks, {seconds:.0f} s")
