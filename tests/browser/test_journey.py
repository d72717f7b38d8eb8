"""What a secretary and an analyst do, in a real browser: open, drill, upload, publish, see it move, withdraw."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.sweeps import some
from tuanqing.define.house import ROOT
from tuanqing.ui.frame.discovery import discover

pytestmark = pytest.mark.browser
PICTURES = ROOT / "docs"
KEEP = bool(os.environ.get("TUANQING_PICTURES"))  # rewrite the pictures README shows

PAGES = [page.name for page in discover()]
PLACES = {  # a page is looked at where its system is; the others in 柘城县
    **dict.fromkeys(("points", "badges", "recommendation"), ("320281", "2021-12", "江阴市")),
    **dict.fromkeys(("terms", "services", "talent"), ("3608", "2021-12", "吉安市")),
    **dict.fromkeys(("pioneers", "activities", "aid"), ("522731", "2023-06", "惠水县")),
    **dict.fromkeys(
        ("cadres", "emerging", "tasks", "checklists", "fees", "index", "rating", "fairness"),
        ("331081", "2020-12", "温岭市"),
    ),
}
SAYS = {  # pages that are about no place
    "start": "手上有哪些文件",
    "upload": "把导出的文件放到这里",
    "batches": "批次",
    "corrections": "更正",
    "dictionary": "数据字典",
    "published": "公布数据对照",
    "audit": "操作日志",
    "minors": "未成年人个人信息处理规则",
}


def picture(visit: Visit, name: str) -> None:
    """Take README's picture of that name anew when asked to."""
    file = PICTURES / f"{name}.png"
    if KEEP and file.exists():
        visit.page.wait_for_timeout(1500)
        visit.page.screenshot(path=file)


@pytest.mark.parametrize("page", some(PAGES, 4))
def test_every_page_opens_by_its_address_without_error_or_a_call_abroad(visit, page):
    """On an office PC's screen, and on a phone's, where nothing may be wider than it."""
    area, period, name = PLACES.get(page, ("411424", "2023-12", "柘城县"))
    address = "" if page == "overview" else page
    visit.open(f"{address}?area={area}&period={period}", SAYS.get(page, name))
    visit.page.wait_for_timeout(500)
    picture(visit, page)
    for width, height in ((1366, 768), (390, 844)):
        visit.page.set_viewport_size({"width": width, "height": height})
        visit.page.wait_for_timeout(300)
        spills = visit.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert spills <= 1, f"the page scrolls sideways at {width}"
    assert visit.page.locator("[data-testid=stException]").count() == 0
    assert visit.abroad == []
    assert visit.errors == []


@pytest.mark.parametrize("page", ["", "coverage", "pipeline", "index"])
def test_a_page_opens_on_a_phone(visit, page):
    visit.page.set_viewport_size({"width": 390, "height": 844})
    visit.open(f"{page}?area=331081&period=2020-12", "温岭市")
    assert visit.page.locator("[data-testid=stException]").count() == 0
    assert visit.errors == []


def test_a_link_reopens_the_same_view(visit):
    visit.open("coverage?area=411424&period=2023-12&indicator=youth_home_active_rate", "青年之家活跃率")
    visit.sees("柘城县")
    for office in ("伯岗镇", "牛城乡", "申桥乡"):
        visit.sees(office)


def test_drilling_from_the_county_to_a_school(visit):
    visit.open("unit?area=411424107&period=2023-12", "岗王镇")
    visit.page.get_by_role("link", name="柘城县").first.wait_for()
    visit.page.get_by_role("radio", name="学校").or_(visit.page.get_by_text("学校", exact=True)).first.click()
    school = visit.page.get_by_role(
        "link", name="岗王镇第一初级中学", exact=True
    ).first  # its name stands elsewhere too, on the way to what needs a hand there
    school.wait_for(timeout=30_000)
    school.click()
    visit.page.wait_for_url("**area=411424107S**", timeout=30_000)
    visit.sees("岗王镇第一初级中学")


BAD = """柘城县青年之家名录,,,,
截至2023年12月31日,,,,
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
    visit.sees("找不到这个乡镇街道")
    picture(visit, "preview")
    visit.page.get_by_text("我已核对").click()  # one home of this township would disappear: asked first
    publish = visit.page.get_by_role("button", name="发布")
    expect(publish).to_be_enabled(timeout=30_000)
    publish.click()
    for _second in range(200):
        if site.warehouse.version != before:
            break
        visit.page.wait_for_timeout(1000)
    published = site.warehouse.version
    assert published != before
    with site.warehouse.read() as con:
        assert con.execute("SELECT count(*) FROM youth_home WHERE home_id = 'X001'").fetchall() == [(1,)]
        batch = con.execute("SELECT max(batch) FROM store.batch").fetchall()[0][0]
    visit.open(f"batches?batch={batch}", "柘城县青年之家补充.csv")
    visit.sees("找不到这个乡镇街道")
    picture(visit, "receipt")
    visit.page.get_by_role("button", name="撤回这一批").click()
    visit.sees("看板会这样变")
    visit.page.get_by_role("button", name="撤回", exact=True).click()
    for _second in range(200):
        if site.warehouse.version != published:
            break
        visit.page.wait_for_timeout(1000)
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
