"""What a secretary and an analyst do, in a real browser: open, drill, upload, publish, see it move, withdraw."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tuanqing.define.house import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
PICTURES = ROOT / "docs"
KEEP = bool(os.environ.get("TUANQING_PICTURES"))  # rewrite the pictures README shows

PAGES = {
    "": "乡镇记分卡",
    "coverage": "没有缺口",
    "volunteering": "志愿服务",
    "youth_homes": "青年之家",
    "funding": "经费",
    "unit": "单位",
    "pipeline": "党团队一体化",
    "points": "这里还没有报过积分",
    "badges": "这里还没有报过争章",
    "recommendation": "这里还没有报过推优",
    "entry": "试试别的门槛",
    "upload": "把导出的文件放到这里",
    "batches": "批次",
    "dictionary": "数据字典",
    "published": "公布数据对照",
}


def picture(visit: Visit, name: str) -> None:
    """Keep a picture for README when asked to."""
    if KEEP:
        visit.page.wait_for_timeout(1500)
        visit.page.screenshot(path=PICTURES / f"{name}.png")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("width", [1366, 390])
def test_every_page_opens_by_its_address_without_error_or_a_call_abroad(visit, page, width):
    visit.page.set_viewport_size({"width": width, "height": 768 if width > 400 else 844})
    visit.open(f"{page}?area=411424&period=2023-12", PAGES[page])
    visit.page.wait_for_timeout(500)
    assert visit.page.locator("[data-testid=stException]").count() == 0
    assert visit.abroad == []
    assert visit.errors == []
    spills = visit.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert spills <= 1, "the page scrolls sideways"
    if width == 1366:
        picture(visit, page or "overview")


def test_a_link_reopens_the_same_view(visit):
    visit.open("coverage?area=411424&period=2023-12&indicator=youth_home_active_rate", "青年之家活跃率")
    visit.sees("柘城县")
    for office in ("伯岗镇", "牛城乡", "申桥乡"):
        visit.sees(office)


def test_drilling_from_the_county_to_a_school(visit):
    visit.open("unit?area=411424107&period=2023-12", "岗王镇")
    visit.page.get_by_role("link", name="柘城县").first.wait_for()
    visit.page.get_by_role("radio", name="学校").or_(visit.page.get_by_text("学校", exact=True)).first.click()
    school = visit.page.get_by_text("岗王镇第一初级中学").first
    school.wait_for(timeout=30_000)
    school.click()
    visit.page.wait_for_url("**area=411424107S**", timeout=30_000)
    visit.sees("岗王镇第一初级中学")


BAD = """柘城县青年之家名录,,,,
截至2024年1月31日,,,,
青年之家编号,青年之家名称,乡镇,级别,状态
X001,新开青年之家,胡襄镇,乡镇分部,运行
X002,不知在哪的家,岗王振,乡镇分部,运行
X003,,胡襄镇,乡镇分部,运行
"""


def test_upload_a_faulty_file_publish_see_it_move_withdraw_see_it_return(visit, site, tmp_path: Path):
    file = tmp_path / "柘城县青年之家补充.csv"
    file.write_bytes(BAD.encode("gb18030"))
    before = site.warehouse.version
    with site.warehouse.read() as con:
        rows = con.execute("SELECT count(*) FROM youth_home").fetchall()
    visit.open("upload", "把导出的文件放到这里")
    visit.page.set_input_files("input[type=file]", file)
    visit.sees("青年之家名录")
    visit.sees("GB18030")
    visit.sees("岗王振")
    picture(visit, "preview")
    visit.page.get_by_text("我已核对").click()  # one home of this township would disappear: asked first
    publish = visit.page.get_by_role("button", name="发布")
    expect(publish).to_be_enabled(timeout=30_000)
    publish.click()
    for _second in range(60):
        if site.warehouse.version != before:
            break
        visit.page.wait_for_timeout(1000)
    assert site.warehouse.version != before
    with site.warehouse.read() as con:
        assert con.execute("SELECT count(*) FROM youth_home WHERE home_id = 'X001'").fetchall() == [(1,)]
        batch = con.execute("SELECT max(batch) FROM store.batch").fetchall()[0][0]
    visit.open(f"batches?batch={batch}", "柘城县青年之家补充.csv")
    visit.sees("岗王振")
    picture(visit, "receipt")
    visit.page.get_by_role("button", name="撤回这一批").click()
    visit.page.get_by_role("dialog").get_by_role("button", name="撤回", exact=True).click()
    visit.sees("已撤回")
    with site.warehouse.read() as con:
        assert con.execute("SELECT count(*) FROM youth_home").fetchall() == rows


def test_a_picture_renamed_csv_gets_a_sentence(visit, tmp_path: Path):
    file = tmp_path / "照片.csv"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 200)
    visit.open("upload", "把导出的文件放到这里")
    visit.page.set_input_files("input[type=file]", file)
    visit.sees("照片.csv")
    visit.sees("图片")
