"""A small warehouse (惠水县), built once, and the app as a visitor opens it, without a browser."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tuanqing.define.house import ROOT
from tuanqing.store.access import accounts, sessions
from tuanqing.store.warehouse.versions import Warehouse
from tuanqing.ui.frame import guest
from tuanqing.ui.frame.discovery import discover

AREA = "522731"


@pytest.fixture(scope="session")
def huishui(tmp_path_factory) -> Warehouse:
    """The samples of one county."""
    from tuanqing.command.demo import build

    warehouse = Warehouse(tmp_path_factory.mktemp("huishui") / "warehouse")
    build(warehouse, "惠水县")
    return warehouse


@pytest.fixture
def visit(huishui: Warehouse, monkeypatch) -> Callable[..., AppTest]:
    """visit("coverage", area=…, period=…) opens a page at that address."""

    def visit(page: str = "", warehouse: Path | None = None, **params: str) -> AppTest:
        monkeypatch.setenv("TUANQING_HOME", str(warehouse or huishui.folder))
        at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        for name, value in params.items():
            at.query_params[name] = value
        if page:
            file = next(found.file for found in discover() if found.name == page)
            at.switch_page(str(file.relative_to(ROOT)))
        at.run()
        assert not at.exception, at.exception
        return at

    return visit


def open_as(
    folder: Path, name: str, monkeypatch: pytest.MonkeyPatch, page: str = "", **params: str
) -> AppTest:
    """A page of the site over `folder` as an account of it sees it, signed in anew."""
    monkeypatch.setenv("TUANQING_HOME", str(folder))
    token = sessions.begin(folder, accounts.all_of(folder)[name])
    told = guest.SESSION, sessions.id_of(token), "10.0.0.1"
    monkeypatch.setattr(guest, "read_told", lambda _text: told)
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for key, value in params.items():
        at.query_params[key] = value
    if page:
        at.switch_page(str(next(f.file for f in discover() if f.name == page).relative_to(ROOT)))
    at.run()
    return at


def boards(at: AppTest) -> dict[str, str]:
    """The HTML of every board on the page, by its key."""
    found = {}
    for element in at.get("bidi_component"):
        proto = element.proto
        told = json.loads(proto.json or proto.mixed.json or "{}")
        if "html" in told:  # others listen, and show nothing
            found[proto.id] = told["html"]
    return found


def page_text(at: AppTest) -> str:
    """Everything the page shows as HTML or caption, as one text."""
    texts = list(boards(at).values())
    texts += [element.proto.body for element in at.get("html")]
    texts += [caption.value.replace("\\", "") for caption in at.caption]  # as it stands on the page
    return "\n".join(texts)
