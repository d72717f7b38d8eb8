"""上传, 批次, 数据字典, 公布数据对照: as a visitor uses them, without a browser."""

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tuanqing.define.house import ROOT
from tuanqing.store.batch import correcting
from tuanqing.store.warehouse.versions import Warehouse
from tuanqing.ui.frame.plain import plain

HOMES = "青年之家编号,青年之家名称,乡镇,级别,状态\n"
GOOD = HOMES + "N1,城东青年之家,芦山镇,分部,运行\nN2,城西青年之家,摆金镇,分部,运行\n"


@pytest.fixture
def house(huishui: Warehouse, tmp_path: Path, monkeypatch) -> Warehouse:
    """A warehouse of our own with the samples of one county in it."""
    folder = tmp_path / "warehouse"
    shutil.copytree(huishui.folder, folder)
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
    texts += [
        element.value.replace("\\", "")
        for kind in (at.error, at.warning, at.success, at.caption)
        for element in kind
    ]
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
    assert error.value.startswith(plain(quirk)), "not under the name of our temporary file"
    assert button(at, "发布").disabled
    assert house.version


def test_a_header_nobody_knows_is_matched_by_hand(house: Warehouse):
    odd = GOOD.replace("青年之家名称", "牌子上写的")
    at = upload(open_page("pages/data/upload.py"), ("惠水县阵地_20230630.csv", odd))
    assert "没有找到认识的表头" in at.error[0].value
    next(box for box in at.selectbox if box.label == "数据集").select("youth_home").run()
    assert "缺少" in at.error[0].value
    next(box for box in at.selectbox if box.label == "牌子上写的").select("name").run()
    assert not at.error
    assert "认出：青年之家名录" in said(at)
    assert house.version


SERVICE = (
    "项目名称,服务日期,姓名,乡镇,做了多久\n敬老,2023-03-05,张一,芦山镇,2\n敬老,2023-03-06,张二,摆金镇,3.5\n"
)


def test_a_needed_column_nothing_is_read_as_is_asked_about_and_an_answer_holds_at_once(house: Warehouse):
    at = upload(open_page("pages/data/upload.py"), ("惠水县志愿服务记录_2023年3月.csv", SERVICE))
    assert "没有一列对应到「服务时长(小时)」，而「做了多久」里是数字" in said(at).replace("\\", "")
    assert button(at, "发布").disabled
    next(box for box in at.selectbox if box.label == "做了多久").select("hours").run()
    assert not button(at, "发布").disabled, "the question is answered"
    button(at, "发布").click().run()
    with house.read() as con:
        hours = con.execute(
            "SELECT sum(hours) FROM volunteer_service WHERE _batch = (SELECT max(batch) FROM store.batch)"
        ).fetchall()
    assert hours == [(Decimal("5.5"),)]


def test_what_a_file_speaks_for_is_said_on_the_page(house: Warehouse):
    at = upload(open_page("pages/data/upload.py"), ("惠水县志愿服务记录_2023年3月.csv", SERVICE))
    next(box for box in at.selectbox if box.label == "做了多久").select("hours").run()
    months = next(box for box in at.text_input if box.label == "文件代表哪些月份")
    months.input("三月到五月").run()
    assert "不是时期" in " ".join(error.value for error in at.error)
    next(box for box in at.text_input if box.label == "文件代表哪些月份").input("2023-03..2023-05").run()
    assert not at.error
    areas = next(box for box in at.multiselect if box.label == "文件代表哪些地方")
    areas.select("522731106").run()
    assert "摆金镇" in at.error[0].value, "the other row lies in a township that was not named"
    next(box for box in at.multiselect if box.label == "文件代表哪些地方").unselect("522731106").select(
        "522731"
    ).run()
    assert not at.error
    button(at, "发布").click().run()
    with house.read() as con:
        spoken = con.execute(
            "SELECT area_code, first_month, last_month FROM store.coverage WHERE batch = (SELECT max(batch) FROM store.batch)"
        ).fetchall()
    assert spoken == [("522731", date(2023, 3, 1), date(2023, 5, 1))]


def test_withdrawing_shows_first_what_the_dashboard_would_say(house: Warehouse):
    with house.read() as con:
        (batch,) = con.execute(
            "SELECT max(batch) FROM store.batch WHERE dataset = 'volunteer_service' AND scope = '522731'"
        ).fetchall()[0]
    before = house.version
    at = open_page("pages/data/batches.py", batch=str(batch))
    button(at, "撤回这一批").click().run()
    assert "看板会这样变" in said(at)
    assert "志愿服务" in said(at)
    assert house.version == before, "a look publishes nothing"
    next(one for one in at.button if one.label == "撤回").click().run()
    assert f"第 {batch} 批已撤回" in said(at)
    assert "看板上的变化" in said(at)
    assert house.version > before


def test_an_empty_warehouse_says_where_to_begin(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("TUANQING_HOME", str(tmp_path / "nothing"))
    assert "请先上传「区划与单位名册」" in said(open_page("pages/data/upload.py"))
    for page in (
        "pages/data/batches.py",
        "pages/data/corrections.py",
        "pages/help/dictionary.py",
        "pages/help/published.py",
    ):
        assert not open_page(page).exception


def test_a_batch_in_the_address_shows_its_receipt(house: Warehouse):
    with house.read() as con:
        batch = con.execute("SELECT max(batch) FROM store.batch WHERE rejected > 0").fetchall()[0][0]
    at = open_page("pages/data/batches.py", batch=str(batch))
    assert f"第 {batch} 批" in said(at)
    assert "退回原因" in said(at)
    assert button(at, "撤回这一批")


def test_a_correction_is_listed_with_what_it_does_and_a_row_is_found_by_its_name(house: Warehouse, contracts):
    made = {
        "dataset": "youth_home",
        "what": "flag",
        "key": {},
        "where": {"level": "hq"},
        "reason": "待核",
        "who": "试点办",
    }
    correcting.make(house, made, contracts, lambda _con: None, lambda _said: 0)
    at = open_page("pages/data/corrections.py")
    assert "1条更正生效" in said(at)
    assert at.dataframe[0].value["原因"].to_list() == ["待核"]
    at.selectbox(key="correct dataset").set_value("青年之家名录").run()
    at.text_input(key="correct search").set_value("青年之家").run()
    assert not at.exception
    assert "请勾选写错的那一行" in said(at)
    assert len(at.dataframe) == 2
    at.text_input(key="correct search").set_value("没有这一家").run()
    assert "没有这样的行" in said(at)


def test_rejected_rows_that_name_people_are_not_handed_out(house: Warehouse, contracts):
    with house.read() as con:
        found = con.execute(
            "SELECT dataset, max(batch) FROM store.batch WHERE rejected > 0 GROUP BY 1"
        ).fetchall()
    batches = {contracts[dataset].names_people: batch for dataset, batch in found}
    for named, batch in batches.items():
        at = open_page("pages/data/batches.py", batch=str(batch))
        assert ("本页不提供下载" in said(at)) == named
        assert bool(at.get("download_button")) != named
    assert set(batches) == {True, False}


def test_the_dictionary_finds_an_indicator_by_a_word(house: Warehouse):
    at = open_page("pages/help/dictionary.py", q="云平台入驻")
    assert "青年之家云平台入驻率" in said(at)
    assert "志愿服务人次" not in said(at)
    assert "tqd-card" in said(at)
    assert house.version


def test_published_figures_stand_beside_the_computed_ones(house: Warehouse):
    at = open_page("pages/help/published.py", place="惠水县")
    assert "76/76" in said(at)
    assert "30个与公布一致" in said(at)
    assert house.version
