"""The first start of the demo: something to look at soon, and what is coming said meanwhile."""

import json
import os

import pytest
from streamlit.testing.v1 import AppTest

from tuanqing.command import demo
from tuanqing.define.errors import Refused
from tuanqing.define.house import APP
from tuanqing.store.notes import coming
from tuanqing.store.warehouse.versions import Warehouse


def test_the_quickest_place_is_published_first_and_what_is_coming_is_said(tmp_path, monkeypatch):
    """The other places follow as one version; the note goes when all are there."""
    house, told, stages = Warehouse(tmp_path / "demo"), [], []
    places = ["柘城县", demo.FIRST, "温岭市"]
    own = [e for place in places for e in demo.manifest(place)[:2]]

    def look(what: str, share: float) -> None:
        told.append((what, share, coming.coming(house.folder)))

    def measured(_con, **_told) -> None:
        stages.append(house.is_empty)

    monkeypatch.setattr(demo, "manifest", lambda _place="": own)
    monkeypatch.setattr(demo, "rebuild", measured)
    monkeypatch.setattr(coming, "PAUSE", -1.0)
    demo.build(house, progress=look)
    assert stages == [True, False]
    assert house.version == "v000002"
    assert coming.coming(house.folder) is None
    shares = [share for _what, share, _coming in told]
    assert shares == sorted(shares)
    last = told[-1][2]
    assert last
    assert last.ready == (demo.FIRST,)


def test_a_note_nobody_renews_was_left_behind(tmp_path):
    coming.Herald(tmp_path).say("…", 0.5)
    file = tmp_path / coming.FILE
    assert coming.coming(tmp_path) == coming.Coming("…", 0.5)
    os.utime(file, (0, 0))
    assert coming.coming(tmp_path) is None
    coming.Herald(tmp_path).fail("磁盘满了")
    os.utime(file, (0, 0))
    assert coming.coming(tmp_path) == coming.Coming("", 1.0, failed="磁盘满了")


def test_the_demo_goes_into_no_folder_of_somebody_else(tmp_path):
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(Refused), demo.meanwhile(Warehouse(tmp_path)):
        raise AssertionError
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    ("told", "shown"), [({"failed": ""}, "惠水县.csv"), ({"failed": "磁盘满了"}, "磁盘满了")]
)
def test_the_page_says_what_is_coming(told, shown, tmp_path, monkeypatch):
    monkeypatch.setenv("TUANQING_HOME", str(tmp_path))
    page = AppTest.from_file(str(APP), default_timeout=60)
    note = {"what": "惠水县.csv", "share": 0.25, "ready": [], **told}
    (tmp_path / coming.FILE).write_text(json.dumps(note), "utf-8")
    page.run()
    assert not page.exception
    seen = [each.proto.text for each in page.get("progress")] + [each.value for each in page.error]
    assert any(shown in text for text in seen)
