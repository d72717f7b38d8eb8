"""What each role sees and may do in a run, page by page: the table of capabilities, held against the pages themselves."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests import accounts as people
from tests.pages.conftest import AREA, open_as, page_text
from tuanqing.define.access import access
from tuanqing.define.errors import Refused
from tuanqing.define.house import ROOT
from tuanqing.show.log_words import details
from tuanqing.store.access import accounts, log, sessions
from tuanqing.store.access.actor import act_as
from tuanqing.store.notes import remarks
from tuanqing.ui.frame import giving, guest, who
from tuanqing.ui.frame.discovery import discover

NEEDS = {  # page → what whoever opens it needs; a new page is entered here
    **dict.fromkeys(("start", "upload", "batches"), "import"),
    "corrections": "correct",
    **dict.fromkeys(("report", "form", "letter"), "report"),
    "dictionary": "",
    "minors": "",
    "audit": "log",
    **dict.fromkeys(
        ("overview", "coverage", "volunteering", "youth_homes", "study", "funding", "unit", "pipeline", "points", "badges",
         "recommendation", "entry", "terms", "cadres", "pioneers", "activities", "services", "index", "rating", "fairness",
         "talent", "todo", "reporting", "emerging", "tasks", "checklists", "fees", "aid", "published"),
        "see",
    ),
}  # fmt: skip
ROLES = tuple(access().roles)


@pytest.fixture
def signed_in(tmp_path, county, monkeypatch) -> Callable[..., AppTest]:
    """signed_in("leader") is the site as that role sees it; over `county`, or a copy of another warehouse."""

    def opened(role: str, page: str = "", of: Path = county, **params: str) -> AppTest:
        folder = tmp_path / "warehouse"
        if not folder.exists():
            shutil.copytree(of, folder)
            people.make(folder, AREA, monkeypatch)
        return open_as(folder, role, monkeypatch, page, **params)

    return opened


@pytest.fixture(autouse=True)
def nobody_stays() -> Iterator[None]:
    """What a test does in this thread, the next does for itself."""
    yield
    act_as(None)


def folder_of(tmp_path: Path) -> Path:
    return tmp_path / "warehouse"


def test_every_page_is_in_the_table():
    assert {page.name: page.needs for page in discover()} == NEEDS


@pytest.mark.parametrize("role", ROLES)
def test_a_page_that_is_not_for_a_role_is_not_drawn_for_it(role, signed_in, monkeypatch):
    drawn: list[str] = []
    may = access().roles[role].may
    shut = [page for page in discover() if page.needs and page.needs not in may]
    names = {page.file.name: page.name for page in discover()}

    import streamlit as st

    real = st.Page

    def page(file, **told):
        drawn.append(names[Path(file).name])
        return real(file, **told)

    monkeypatch.setattr(st, "Page", page)
    at = signed_in(role)
    assert not at.exception
    assert set(drawn) == {name for name, needs in NEEDS.items() if not needs or needs in may}
    for each in shut:
        with pytest.raises(
            ValueError, match="navigation page"
        ):  # it is not there for him, by its address neither
            at.switch_page(str(each.file.relative_to(ROOT)))


@pytest.mark.parametrize("role", ROLES)
def test_a_write_asks_the_role_again(role, signed_in, tmp_path, monkeypatch):
    """Whatever is on the screen, the write itself is held against the table."""
    signed_in(role)
    may = access().roles[role].may
    monkeypatch.setattr(who.st, "session_state", {})
    for capability in access().capabilities:
        if capability in may:
            assert who.demand(capability).role == role
        else:
            with pytest.raises(Refused):
                who.demand(capability)
            assert list(log.entries(folder_of(tmp_path)))[-1].what == {"why": f"may not {capability}"}


def test_figures_without_names_and_files_for_a_leader(huishui, signed_in):
    leader = signed_in("leader", "aid", huishui.folder, area=AREA, period="2023")
    assert not leader.exception
    assert "资助金额" in page_text(leader)
    assert not leader.get("download_button")
    assert not [each for each in leader.expander if each.label.startswith("看明细")]
    assert "撰写说明" not in str([each.proto for each in leader.get("popover")])
    analyst = signed_in("analyst", "aid", huishui.folder, area=AREA, period="2023")
    assert analyst.get("download_button")
    assert [each for each in analyst.expander if "明细" in each.label]


def test_lists_of_records_are_for_some_and_looking_is_written_down(huishui, signed_in, tmp_path):
    counsellor = signed_in("school_counsellor", "aid", huishui.folder, area=AREA, period="2023")
    assert "您的角色只看数字，不看具体名单。" in page_text(counsellor)
    assert not [e for e in log.entries(folder_of(tmp_path)) if e.act == "rows"]
    analyst = signed_in("analyst", "aid", huishui.folder, area=AREA, period="2023")
    assert "您的角色只看数字" not in page_text(analyst)
    seen = [e for e in log.entries(folder_of(tmp_path)) if e.act == "rows"]
    assert seen
    assert {(e.who, e.what["area"], e.what["period"]) for e in seen} == {("analyst", AREA, "2023")}
    analyst.run()
    assert len([e for e in log.entries(folder_of(tmp_path)) if e.act == "rows"]) == len(seen), "once each"


@pytest.mark.parametrize(
    "end",
    [
        lambda folder: accounts.set_disabled(folder, "leader", True),
        lambda folder: accounts.set_password(folder, "leader", "Zehn Pferde 10"),
        lambda folder: [file.unlink() for file in (folder / sessions.FOLDER).glob("*")],
        lambda folder: accounts.add(folder, "x", "leader", ["1410"], people.PASSWORD) and shutil.rmtree(folder / sessions.FOLDER),
    ],
)  # fmt: skip
def test_a_sign_in_that_was_taken_back_is_dead_at_the_next_rerun(end, signed_in, tmp_path):
    at = signed_in("leader", "dictionary")
    assert "数据字典" in page_text(at)
    end(folder_of(tmp_path))
    at.run()
    assert "登录已失效" in page_text(at)
    assert "/sign-in" in page_text(at)
    assert "数据字典" not in page_text(at)
    assert not at.get("download_button")


def test_a_role_that_changed_changes_the_page_at_the_next_rerun(signed_in, tmp_path):
    """An account's role is read each time; here by making the file another."""
    at = signed_in("analyst", "upload")
    assert at.get("file_uploader")
    file = folder_of(tmp_path) / accounts.FILE
    file.write_text(file.read_text("utf-8").replace('"role": "analyst"', '"role": "leader"'), "utf-8")
    at.run()
    assert not at.get("file_uploader")


def test_a_file_is_handed_out_to_whom_it_was_offered_while_he_is_in(signed_in, tmp_path, monkeypatch):
    """A click on a page that has stayed open is no rerun: it is held against the files by itself."""
    signed_in("analyst")
    offered = {}
    monkeypatch.setattr(giving.st, "session_state", {})
    monkeypatch.setattr(
        giving.st, "download_button", lambda label, made, **_told: offered.update({label: made})
    )
    giving.give("x", b"x", "柘城县.xlsx", key="x")
    giving.give("y", lambda: "y", "blank.xlsx", key="y", needs=giving.BLANK)
    assert (offered["x"](), offered["y"]()) == (b"x", "y")
    folder = folder_of(tmp_path)
    assert [e.what for e in log.entries(folder) if e.act == "export"] == [{"file": "柘城县.xlsx"}]
    accounts.set_disabled(folder, "analyst", True)
    for made in offered.values():
        with pytest.raises(Refused):
            made()
    offered.clear()
    signed_in("leader")
    monkeypatch.setattr(giving.st, "session_state", {})
    giving.give("x", b"x", "柘城县.xlsx", key="x")
    assert not offered


def test_the_log_is_for_administrators_and_auditors_and_tells_whether_it_is_whole(signed_in, tmp_path):
    signed_in("analyst")
    with pytest.raises(Refused):
        who.demand("log")
    at = signed_in("auditor", "audit")
    (shown,) = at.dataframe
    assert shown.value.iloc[0, 2:].tolist() == [
        "analyst",
        "数据员",
        "10.0.0.1",
        "被拒绝",
        "原因 may not log",
    ]
    at.button(key="verify").click().run()
    assert "条条相接" in at.success[0].value
    (file,) = (folder_of(tmp_path) / log.FOLDER).glob("*.jsonl")
    file.write_text(file.read_text("utf-8").replace("may not log", "may log"), "utf-8")
    at.button(key="verify").click().run()
    assert "改动" in at.error[0].value
    at.selectbox(key="log who").select("analyst").run()
    assert set(at.dataframe[0].value.iloc[:, 2]) == {"analyst"}


def test_the_demo_lets_one_look_as_each_role(county, monkeypatch):
    monkeypatch.setenv("TUANQING_HOME", str(county))
    monkeypatch.setattr(guest, "read_told", lambda _text: (guest.DEMO, "", "127.0.0.1"))
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    at.switch_page("pages/data/upload.py")
    at.run()
    assert "纯属虚构" in page_text(at)
    assert at.get("file_uploader")
    at.selectbox(key="look as").select("leader").run()
    assert not at.get("file_uploader")
    at.selectbox(key="look as").select("").run()
    at.switch_page("pages/data/upload.py").run()
    assert at.get("file_uploader")


def test_a_remark_is_written_on_ones_own_area_and_bears_ones_name(huishui, signed_in, tmp_path):
    at = signed_in("analyst", "coverage", huishui.folder, area=AREA, period="2023")
    at.text_area[0].set_value("补报中")
    at.button(key=next(b.key for b in at.button if b.key.startswith("save remark"))).click().run()
    (said,) = remarks.history(folder_of(tmp_path))
    assert (said.area, said.author, said.text) == (AREA, "analyst", "补报中")
    assert [e.who for e in log.entries(folder_of(tmp_path)) if e.act == "remark"] == ["analyst"]
    file = folder_of(tmp_path) / accounts.FILE
    file.write_text(file.read_text("utf-8").replace(f'"{AREA}"', '"411424"'), "utf-8")
    at.run()
    assert not [b for b in at.button if b.key.startswith("save remark")]


def test_an_entry_is_told_in_words():
    told = details(
        {
            "version": "v000002",
            "batches": [1, 2, 3, 7, 9, 10],
            "areas": ["411424", "331081"],
            "odd": 1,
            "none": [],
        }
    )
    assert told == "版本 v000002；批次 1—3、7、9—10；区划代码 411424、331081；odd 1"
