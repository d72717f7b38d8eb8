"""上传, 批次, 数据字典, 公布数据对照: as a visitor uses them, without a browser."""

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tuanqing.define.house import ROOT
from tuanqing.store.warehouse.versions import Warehouse

HOMES = "青年之家编号,青年之家名称,乡镇,级别,状态\n"
GOOD = HOMES + "N1,城东青年之家,芦山镇,分部,运行\nN2,城西青年之家,摆金镇,分部,运行\n"


@pytest.fixture
def house(samples: Warehouse, tmp_path: Path, monkeypatch) -> Warehouse:
    """A warehouse of our own with the samples in it."""
    folder = tmp_path / "warehouse"
    shutil.copytree(samples.folder, folder)
    monkeypatch.setenv("TUANQING_HOME", str(folder))
    return Warehouse(folder)


def open_page(file: str, **params: str) -> AppTest:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in params.items():
        at.query_params[name] = value
    at.switch_page(file)
    at.run()
    assert not at.exception, at.exception
    return at


def said(at: AppTest) -> str:
    """Everything the page says, as one text."""
    texts = [str(element.proto) for element in at.get("html")]
    texts += [element.value for kind in (at.error, at.warning, at.success, at.caption) for element in kind]
    return " ".join(texts)


def upload(at: AppTest, *files: tuple[str, str | bytes]) -> AppTest:
    for name, content in files:
        at.file_uploader[0].upload(name, content.encode() if isinstance(content, str) else content)
    at.run()
    assert not at.exception, at.exception
    return at


def button(at: AppTest, label: str):
    return next(one for one in at.button if one.label.startswith(label))


def homes(house: Warehouse) -> set[str]:
    with house.read() as con:
        return {row[0] for row in con.execute("SELECT home_id FROM youth_home").fetchall()}


def test_a_supplement_is_previewed_published_and_seen_on_the_dashboard(house: Warehouse):
    before = house.version
    at = upload(open_page("pages/data/upload.py"), ("惠水县青年之家名录_20230630.csv", GOOD))
    assert "认出：青年之家名录" in said(at)
    assert button(at, "发布").disabled, "the other homes of two townships would disappear"
    next(box for box in at.checkbox if box.label == "只补充，不替换名录").check().run()
    assert house.version == before, "a preview publishes nothing"
    assert not button(at, "发布").disabled
    button(at, "发布").click().run()
    assert not at.exception
    assert house.version > before
    assert {"N1", "N2"} <= homes(house)
    assert "看板上的变化" in said(at)
    assert "青年之家数" in said(at)


def test_publishing_asks_first_and_then_does_as_told(house: Warehouse):
    before = homes(house)
    at = upload(open_page("pages/data/upload.py"), ("惠水县青年之家名录_20230630.csv", GOOD))
    assert "将停止计入" in said(at)
    next(box for box in at.checkbox if box.label.startswith("我已核对")).check().run()
    button(at, "发布").click().run()
    assert not at.exception
    assert before - homes(house), "homes that were not in the list are gone"


@pytest.mark.parametrize(
    ("quirk", "words"),
    [
        ("q30_picture_named_csv.csv", "图片"),
        ("q30_encrypted.xlsx", "加密"),
        ("q30_empty.csv", "空的"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_under_its_own_name(house: Warehouse, quirk: str, words: str):
    content = (ROOT / "tests" / "uploads" / "quirks" / quirk).read_bytes()
    at = upload(open_page("pages/data/upload.py"), (quirk, content))
    [error] = at.error
    assert words in error.value
    assert error.value.startswith(quirk), "not under the name of our temporary file"
    assert button(at, "发布").disabled
    assert house.version


def test_a_header_nobody_knows_is_matched_by_hand(house: Warehouse):
    odd = GOOD.replace("青年之家名称", "牌子上写的")
    at = upload(open_page("pages/data/upload.py"), ("惠水县阵地_20230630.csv", odd))
    assert "没有找到认识的表头" in at.error[0].value
    next(box for box in at.selectbox if box.label == "数据集").select("youth_home").run()
    assert "缺少" in at.error[0].value
    next(box for box in at.selectbox if box.label == "牌子上写的").select("name")
    button(at, "按这样对应").click().run()
    assert not at.error
    assert "认出：青年之家名录" in said(at)
    assert house.version


def test_an_empty_warehouse_says_where_to_begin(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("TUANQING_HOME", str(tmp_path / "nothing"))
    assert "请先上传「区划与单位名册」" in said(open_page("pages/data/upload.py"))
    for page in ("pages/data/batches.py", "pages/help/dictionary.py", "pages/help/published.py"):
        assert not open_page(page).exception


def test_a_batch_in_the_address_shows_its_receipt(house: Warehouse):
    with house.read() as con:
        batch = con.execute("SELECT max(batch) FROM store.batch WHERE rejected > 0").fetchall()[0][0]
    at = open_page("pages/data/batches.py", batch=str(batch))
    assert f"第 {batch} 批" in said(at)
    assert "退回原因" in said(at)
    assert button(at, "撤回这一批")


def test_rejected_rows_that_name_people_are_not_handed_out(house: Warehouse, contracts):
    with house.read() as con:
        found = con.execute(
            "SELECT dataset, max(batch) FROM store.batch WHERE rejected > 0 GROUP BY 1"
        ).fetchall()
    batches = {contracts[dataset].names_people: batch for dataset, batch in found}
    for named, batch in batches.items():
        at = open_page("pages/data/batches.py", batch=str(batch))
        assert ("不设密码，不提供下载" in said(at)) == named
        assert bool(at.get("download_button")) != named
    assert set(batches) == {True, False}


def test_the_dictionary_finds_an_indicator_by_a_word(house: Warehouse):
    at = open_page("pages/help/dictionary.py", q="云平台入驻")
    assert "青年之家云平台入驻率" in said(at)
    assert "志愿服务人次" not in said(at)
    assert "tqd-card" in said(at)
    assert house.version


def test_published_figures_stand_beside_the_computed_ones(house: Warehouse):
    at = open_page("pages/help/published.py", place="柘城县")
    assert "22/22" in said(at)
    assert "非公企业领域团组织313个" in said(at)
    assert house.version
