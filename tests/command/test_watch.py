"""`tuanqing watch`: what is dropped is imported once it is whole, moved with its receipt, and never lost."""

import threading
import time
from pathlib import Path

import pytest

from tests.command.test_cli import HOMES, MENU, SERVICE, command
from tests.conftest import AREAS
from tuanqing.command import watch as watch_of
from tuanqing.command.watch import Pace, Watcher
from tuanqing.define import disk
from tuanqing.store.batch.wishes import ImportWish
from tuanqing.store.warehouse.versions import Warehouse

QUICK = Pace(every=0.02, quiet=0.1, patience=0.5)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "dropped").mkdir()
    return tmp_path / "dropped"


@pytest.fixture
def watcher(folder: Path, warehouse: Warehouse, monkeypatch) -> Watcher:
    """Over a warehouse that knows 东平县; the indicators are not worked out."""
    monkeypatch.setattr("tuanqing.measure.rebuild", lambda _con: None)
    own = Watcher(folder, warehouse, ImportWish(), QUICK, say=lambda _sentence: None)
    (folder / "area.csv").write_text(AREAS, "utf-8")
    own.run(once=True)
    assert {file.name for file in (folder / "done").iterdir()} == {"area.csv", "area.csv.回执.txt"}
    return own


def count(warehouse: Warehouse, dataset: str) -> int:
    with warehouse.read() as con:
        return con.execute(f"SELECT count(*) FROM {dataset}").fetchall()[0][0]


def names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()} if folder.is_dir() else set()


def test_two_at_once_one_of_them_no_dataset(watcher: Watcher, folder: Path):
    before = watcher.warehouse.version
    (folder / "homes.csv").write_text(HOMES, "utf-8")
    (folder / "menu.csv").write_text(MENU, "utf-8")
    (folder / "service.csv").write_text(SERVICE, "utf-8")
    (folder / "~$homes.xlsx").write_text("Excel's own", "utf-8")
    (folder / "late.csv.part").write_text("a browser's own", "utf-8")
    watcher.run(once=True)
    assert {"homes.csv", "service.csv", "service.csv.回执.txt"} <= names(folder / "done")
    assert names(folder / "rejected") == {"menu.csv", "menu.csv.回执.txt"}
    assert {"~$homes.xlsx", "late.csv.part"} <= names(folder)
    assert (folder / "rejected" / "menu.csv").read_text("utf-8") == MENU
    assert watcher.warehouse.version > before
    assert count(watcher.warehouse, "volunteer_service") == 3
    told = (folder / "done" / "homes.csv.回执.txt").read_text("utf-8-sig")
    assert "共读 9 行 = 新增 4" in told
    assert "退回 1" in told
    assert "没有找到认识的表头" in (folder / "rejected" / "menu.csv.回执.txt").read_text("utf-8-sig")
    assert "--" not in told


def test_a_file_that_is_still_being_copied_is_waited_for(watcher: Watcher, folder: Path):
    lines = SERVICE.splitlines(keepends=True)
    (folder / "service.csv").write_text("".join(lines[:2]), "utf-8")

    def grow() -> None:
        for line in lines[2:]:
            time.sleep(0.06)
            with (folder / "service.csv").open("a", encoding="utf-8") as file:
                file.write(line)

    copying = threading.Thread(target=grow)
    copying.start()
    watcher.run(once=True)
    copying.join()
    assert "service.csv" in names(folder / "done")
    assert count(watcher.warehouse, "volunteer_service") == 3
    with watcher.warehouse.read() as con:
        assert con.execute("SELECT count(*) FROM store.batch").fetchall() == [(2,)], "taken once, when whole"


def test_half_a_workbook_is_given_a_while_before_it_is_rejected(watcher: Watcher, folder: Path):
    whole = Path(__file__).parents[1] / "uploads" / "cases" / "area.xlsx"
    content = whole.read_bytes()
    (folder / "area.xlsx").write_bytes(content[: len(content) // 2])

    def finish() -> None:
        time.sleep(0.3)  # longer than `quiet`: the copy stalls
        (folder / "area.xlsx").write_bytes(content)

    copying = threading.Thread(target=finish)
    copying.start()
    watcher.run(once=True)
    copying.join()
    assert "area.xlsx" in names(folder / "done")
    assert not names(folder / "rejected")
    (folder / "half.xlsx").write_bytes(content[: len(content) // 2])
    watcher.run(once=True)
    assert "half.xlsx" in names(folder / "rejected")


def test_what_grows_while_it_is_read_is_imported_anew(watcher: Watcher, folder: Path, monkeypatch):
    lines = SERVICE.splitlines(keepends=True)
    (folder / "service.csv").write_text("".join(lines[:3]), "utf-8")
    real, grown = watch_of.import_files, []

    def growing(*args, **options):
        found = real(*args, **options)
        if not grown:
            grown.append(True)
            (folder / "service.csv").write_text(SERVICE, "utf-8")
        return found

    monkeypatch.setattr(watch_of, "import_files", growing)
    watcher.run(once=True)
    assert names(folder / "done") >= {"service.csv"}
    assert count(watcher.warehouse, "volunteer_service") == 3


def test_killed_between_publishing_and_moving_it_is_imported_again_and_nothing_doubles(
    watcher: Watcher, folder: Path, monkeypatch
):
    (folder / "service.csv").write_text(SERVICE, "utf-8")
    real = disk.replace

    def killed(source: Path, target: Path) -> None:
        if target.parent.name == "done":
            raise KeyboardInterrupt
        real(source, target)

    monkeypatch.setattr(disk, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        watcher.run(once=True)
    assert "service.csv" in names(folder)
    assert count(watcher.warehouse, "volunteer_service") == 3
    monkeypatch.setattr(disk, "replace", real)
    again = Watcher(folder, watcher.warehouse, ImportWish(), QUICK, say=lambda _sentence: None)
    again.run(once=True)
    assert count(watcher.warehouse, "volunteer_service") == 3
    (moved,) = (
        name for name in names(folder / "done") if name.startswith("service") and name.endswith(".csv")
    )
    assert (folder / "done" / moved).read_text("utf-8") == SERVICE


def test_no_file_is_written_over(watcher: Watcher, folder: Path):
    for text in (SERVICE, SERVICE.replace("扫雪", "护河")):
        (folder / "service.csv").write_text(text, "utf-8")
        watcher.run(once=True)
    assert {"service.csv", "service (2).csv", "service (2).csv.回执.txt"} <= names(folder / "done")


def test_where_nothing_can_be_published_everything_stays(watcher: Watcher, folder: Path, monkeypatch):
    (folder / "service.csv").write_text(SERVICE, "utf-8")
    said: list[str] = []
    watcher.say = said.append
    with watcher.warehouse.writing("another"):
        monkeypatch.setattr(
            Warehouse.writing.__wrapped__, "__defaults__", (0.1, print)
        )  # the default was taken when it was defined
        watcher.look()
        time.sleep(0.15)
        watcher.take(watcher.look())
    assert "service.csv" in names(folder)
    assert any("另一次导入" in sentence for sentence in said), said
    watcher.run(once=True)
    assert "service.csv" in names(folder / "done")


def test_the_command(folder: Path, tmp_path: Path, monkeypatch):
    monkeypatch.setattr(watch_of, "PACE", QUICK)
    monkeypatch.setattr("tuanqing.measure.rebuild", lambda _con: None)
    (folder / "area.csv").write_text(AREAS, "utf-8")
    (folder / "menu.csv").write_text(MENU, "utf-8")
    said = command("watch", folder, "--once", "--warehouse", tmp_path / "house")
    assert said.code == 1, "one was rejected"
    assert "area.csv → done/area.csv" in said.out
    assert command("watch", folder, "--once", "--warehouse", tmp_path / "house").code == 0
    assert "没有这个文件夹" in command("watch", tmp_path / "no", "--warehouse", tmp_path / "house").err
    inside = tmp_path / "house" / "in"
    inside.mkdir()
    assert "另选一个文件夹" in command("watch", inside, "--warehouse", tmp_path / "house").err
    with watch_of.FileLock(folder / ".watched"):
        assert "已在监看" in command("watch", folder, "--once", "--warehouse", tmp_path / "house").err
