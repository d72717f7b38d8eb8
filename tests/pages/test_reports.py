"""The pages 报告 and 填写报表 as a visitor opens them, without a browser."""

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import page_text
from tests.show.document.test_form import MAP, blank
from tests.show.document.test_office import written
from tuanqing.define.house import ROOT
from tuanqing.show.document.make import ReportOrder
from tuanqing.show.document.press import Batch, Press
from tuanqing.show.document.workbook import opened
from tuanqing.store.notes import form_maps, office_templates, runs
from tuanqing.store.notes import remarks as notes


@pytest.fixture
def visit(press: Press, monkeypatch) -> Callable[..., AppTest]:
    def visit(page: str, **params: str) -> AppTest:
        monkeypatch.setenv("TUANQING_HOME", str(press.warehouse.folder))
        at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=90)
        for name, value in {"area": "411424", **params}.items():
            at.query_params[name] = value
        at.switch_page(page).run()
        assert not at.exception, at.exception
        return at

    return visit


def test_a_report_is_chosen_seen_made_listed_and_written_in(visit, press: Press):
    at = visit("pages/report/report.py", period="2023-12")
    assert next(option for option in at.selectbox if option.label == "模板").value == "month"
    assert len(at.get("image")) >= 3  # the preview, page by page
    assert "已生成的报告：0份" in page_text(at)
    (button,) = [b for b in at.button if b.label == "生成文件"]
    button.click().run()
    assert not at.exception, at.exception
    (run,) = runs.history(press.warehouse.folder)
    assert (run.template, run.period, sorted(run.hashes)) == ("month", "2023-12", ["docx", "xlsx"])
    assert "已生成的报告：1份" in page_text(at)
    assert {b.proto.label.rpartition(".")[2] for b in at.get("download_button")} >= {"docx", "xlsx"}
    # a chapter written on the page stands in the report
    at.text_area[0].set_value("开展主题团日12次。").run()
    next(b for b in at.button if b.label == "保存").click().run()
    assert not at.exception, at.exception
    (remark,) = notes.latest(press.warehouse.folder)
    assert (remark.area, remark.period, remark.text) == ("411424", "2023-12", "开展主题团日12次。")
    assert "开展主题团日12次。" in page_text(at)


def test_one_for_each_township_comes_as_an_archive(visit, monkeypatch):
    """What is in it is tried from the command line; here, who asks for what and what is given."""
    asked = []

    def run_each(_press: Press, wish: ReportOrder, level: str, formats: list[str]) -> Batch:
        asked.append((wish.area, str(wish.period), level, formats))
        return Batch("柘城县2023年12月22个乡镇.zip", b"PK", "v000001", ())

    monkeypatch.setattr(Press, "run_each", run_each)
    at = visit("pages/report/report.py", period="2023-12")
    at.button(key="each").click().run()
    assert not at.exception, at.exception
    assert asked == [("411424", "2023-12", "township", ["docx", "xlsx"])]
    labels = {b.proto.label.replace("\\", "") for b in at.get("download_button")}  # as it stands on the page
    assert "柘城县2023年12月22个乡镇.zip" in labels


def test_a_remark_on_a_figure_stands_under_it_and_the_figure_goes_into_the_report(visit, press: Press):
    notes.write(press.warehouse.folder, "411424", "2023", "volunteer_hours", "寒暑假<b>集中</b>。", "团县委")
    at = visit("pages/board/volunteering.py", period="2023", indicator="volunteer_hours")
    assert "寒暑假&lt;b&gt;集中" in page_text(at)
    next(b for b in at.button if b.key.startswith("extra bars")).click().run()
    clip = next(b for b in at.button if b.key.startswith("clip"))
    clip.click().run()
    for page in ("report", "form", "report"):  # it is still there when one comes back
        at.switch_page(f"pages/report/{page}.py").run()
        assert not at.exception, at.exception
    assert at.multiselect[0].value == ["volunteer_hours"]
    (title,) = at.multiselect[1].value
    next(b for b in at.button if b.label == "生成文件").click().run()
    (run,) = runs.history(press.warehouse.folder)
    assert run.extra == ("volunteer_hours",)
    assert [(c.title, c.version) for c in run.clips] == [(title, press.warehouse.version)]
    at.multiselect[1].set_value([]).run()
    assert len(at.multiselect) == 1


def test_a_form_is_filled_on_the_page(visit, press: Press):
    form_maps.remember(press.warehouse.folder, form_maps.key_of(opened(blank(), "表.xlsx").fingerprint), MAP)
    at = visit("pages/report/form.py", period="2023")
    at.file_uploader[0].upload("表.xlsx", blank(), "application/vnd.ms-excel").run()
    assert not at.exception, at.exception
    assert [each.label for each in at.expander] == ["这张表填过，对应关系可以在这里改"]
    assert "不存在的镇" in page_text(at)  # among the cells left blank
    assert {"下载填好的表", "对应关系文件"} <= {b.proto.label for b in at.get("download_button")}


def test_a_form_nobody_mapped_is_filled_and_asks_what_is_not_sure(visit):
    book = openpyxl.Workbook()
    for row in (["乡镇", "团组织数", "资助金额", "帮扶青年"], ["凤凰街道"], ["全县合计"]):
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    at = visit("pages/report/form.py", period="2023")
    at.file_uploader[0].upload("表.xlsx", content.getvalue(), "application/vnd.ms-excel").run()
    assert not at.exception, at.exception
    assert "填了2格，待答复4格" in page_text(at)
    units = next(box for box in at.selectbox if box.label == "资助金额")
    units.set_value("万元").run()
    assert "填了4格，待答复2格" in page_text(at)
    asked = next(box for box in at.selectbox if box.label == "帮扶青年")
    asked.set_value("").run()
    assert "填了4格，待答复0格" in page_text(at), "told to stay blank"
    assert "已回答2处" in [each.label for each in at.expander]
    next(b for b in at.button if b.label == "撤销").click().run()
    assert "填了2格，待答复2格" in page_text(at), "the unit is asked about again"


def test_a_word_file_is_filled_on_the_page_kept_and_chosen_again(visit, press: Press):
    content = written(["{{名称}}团员{{团员数}}，{{天气}}"])
    at = visit("pages/report/letter.py", period="2023")
    assert {"工作报告", "乡镇通报", "缺口通知"} <= {b.proto.label for b in at.get("download_button")}
    at.file_uploader[0].upload("月报.docx", content, "application/octet-stream").run()
    assert not at.exception, at.exception
    assert "已填2处，0处没有数" in page_text(at)
    assert "没有叫这个名称的指标" in page_text(at)
    next(b for b in at.button if b.label == "保存为模板").click().run()
    assert office_templates.content(press.warehouse.folder, "月报.docx") == content
    at = visit("pages/report/letter.py", period="2023")
    at.selectbox(key="letter kept").set_value("月报.docx").run()
    assert "已填2处，0处没有数" in page_text(at)
    next(b for b in at.button if b.label == "不再保存").click().run()
    assert office_templates.names(press.warehouse.folder) == []
    at.file_uploader[0].upload("旧.doc", b"\xd0\xcf\x11\xe0", "application/msword").run()
    assert "另存为" in at.error[0].value


def test_no_page_of_reports_is_shown_without_data(monkeypatch, tmp_path: Path):
    monkeypatch.setenv("TUANQING_HOME", str(tmp_path / "nothing"))
    for page in ("report", "form"):
        at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        at.switch_page(f"pages/report/{page}.py").run()
        assert not at.exception, at.exception
        assert not at.button or all(b.label != "生成文件" for b in at.button)
