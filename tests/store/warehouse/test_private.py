"""What holds people is its owner's alone from the first byte, and nothing half done outlives the next command."""

import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from tuanqing.command.cli import main
from tuanqing.store.notes import remarks
from tuanqing.store.reading import delimited
from tuanqing.store.warehouse import schema, scratch
from tuanqing.store.warehouse.backup import backup, restore
from tuanqing.store.warehouse.versions import Warehouse

PEOPLE = "姓名,志愿者编号,项目名称,乡镇,服务日期,服务时长\n张三,4100001234567,植树,太平街道,2023-01-03,2\n李四,41,植树,太平街道,三月半,2\n"
_OPEN_TO_ALL = {"lock", "writer.json", "current"}  # they name no person


def exposed(folder: Path) -> list[str]:
    """What below a folder others could read: neither itself nor a folder above it closed."""
    found = []
    for path in folder.rglob("*"):
        above = [part for part in path.parents if part.is_relative_to(folder) and part != folder]
        closed = [p for p in (path, *above) if not stat.S_IMODE(p.stat().st_mode) & 0o077]
        if not closed and path.name not in _OPEN_TO_ALL and path.suffix != ".lock":
            found.append(str(path.relative_to(folder)))
    return found


@pytest.fixture
def watched(monkeypatch):
    """Looks at a folder after every statement DuckDB runs in it; gives what was exposed at any moment."""
    import duckdb

    found: set[str] = set()
    real = duckdb.connect

    class Watched:
        def __init__(self, con, folder):
            self.con, self.folder = con, folder

        def execute(self, *question):
            answer = self.con.execute(*question)
            found.update(exposed(self.folder))
            return answer

        def __getattr__(self, name):
            return getattr(self.con, name)

    def connect(file=":memory:", *more, **kind):
        con = real(file, *more, **kind)
        folder = next(
            (p.parent for p in Path(file).parents if p.name in ("draft", "versions", "migrated")), None
        )
        return Watched(con, folder) if folder else con

    monkeypatch.setattr(duckdb, "connect", connect)
    return found


def test_nobody_else_can_read_what_an_import_makes_at_any_moment(bring, warehouse, tmp_path, watched):
    """With a permissive mask, in a folder made by an earlier program, which everybody may look into."""
    before = os.umask(0)
    try:
        for folder in (warehouse.folder, warehouse.folder / "versions", warehouse.folder / "rejects"):
            folder.chmod(0o777)
        for file in warehouse.folder.rglob("*"):
            if file.is_file():
                file.chmod(0o666)
        bring("a.csv", PEOPLE)
        remarks.write(warehouse.folder, "410001", "2023-01", "", "张三很好。")
        backup(warehouse, tmp_path / "b.zip")
        fresh = Warehouse(tmp_path / "fresh")
        restore(fresh, tmp_path / "b.zip")
        main(["rejects", "2", "--out", str(tmp_path / "r.csv"), "--warehouse", str(warehouse.folder)])
        assert watched == set()
        assert exposed(warehouse.folder) == exposed(fresh.folder) == []
        assert stat.S_IMODE((tmp_path / "r.csv").stat().st_mode) == 0o600
        assert stat.S_IMODE((tmp_path / "b.zip").stat().st_mode) == 0o600
        assert stat.S_IMODE(fresh.folder.stat().st_mode) == 0o700
    finally:
        os.umask(before)


def test_a_written_file_of_rejects_that_was_there_is_closed_too(bring, warehouse, tmp_path):
    bring("a.csv", PEOPLE)
    (tmp_path / "r.csv").write_text("old", "utf-8")
    (tmp_path / "r.csv").chmod(0o644)
    assert main(["rejects", "2", "--out", str(tmp_path / "r.csv"), "--warehouse", str(warehouse.folder)]) == 0
    assert stat.S_IMODE((tmp_path / "r.csv").stat().st_mode) == 0o600
    assert "李四" in (tmp_path / "r.csv").read_text("utf-8-sig")


KILLED = """
import os, signal, sys
from pathlib import Path
from tuanqing.store.reading import fast
from tuanqing.store.batch import importing
from tuanqing.store.warehouse.versions import Warehouse
from tuanqing.define.contract import load_all

def die(*_args, **_kind):
    os.kill(os.getpid(), signal.SIGKILL)

stage, folder, file = sys.argv[1:]
if stage == "reading":
    fast.load = die
elif stage == "applied":
    importing.ledger.record = die
elif stage == "named":
    Warehouse.point_at = die
importing.import_files(Warehouse(Path(folder)), [Path(file)], load_all(), lambda con: None)
"""


@pytest.mark.parametrize("stage", ["reading", "applied", "named"])
def test_what_a_kill_leaves_is_gone_after_the_next_command(bring, warehouse, tmp_path, monkeypatch, stage):
    """Decoded copies of texts, drafts, rejected rows, what did not fit into memory: everything with people in it."""
    bring("h.csv", "活动名称,青年之家名称,乡镇,活动时间,参与人次\n读书会,太平家,太平,2023-01-03,10\n")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    file = tmp_path / "people.csv"
    rows = "".join(
        f"张三{n},4100{n:09d},植树,太平街道,2023-01-03,2\n李四,41,植树,太平街道,三月半,2\n" for n in range(40)
    )
    file.write_bytes(("姓名,志愿者编号,项目名称,乡镇,服务日期,服务时长\n" + rows).encode("gb18030"))
    home = ["--warehouse", str(warehouse.folder)]
    script = "import tuanqing.store.reading.delimited as d; d.FAST_FROM = 0\n" + KILLED
    done = subprocess.run(
        [sys.executable, "-c", script, stage, str(warehouse.folder), str(file)],
        env={**os.environ, "TMPDIR": str(temporary)},
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    left = [p for folder in (temporary, warehouse.folder / "draft") for p in folder.rglob("*") if p.is_file()]
    assert left or stage == "named", "the kill must have met something"
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    time.sleep(scratch._YOUNG)
    assert main(["batches", *home]) == 0
    assert list(temporary.iterdir()) == []
    assert not warehouse.room.exists()
    assert not list((warehouse.folder / "rejects").glob("000003*")) or stage == "named"
    assert exposed(warehouse.folder) == []


def test_what_is_in_use_is_not_swept(tmp_path, monkeypatch, warehouse, contracts):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with scratch.scratch() as room:
        (room / "mine").touch()
        time.sleep(scratch._YOUNG)
        scratch.sweep()
        assert (room / "mine").exists()
    assert not room.exists()
    with warehouse.writing("x"), warehouse.draft() as con:
        schema.create(con, contracts)
        con.execute("CREATE TABLE t (i INTEGER)")
        warehouse.sweep()
        assert warehouse.room.exists()
        con.execute("INSERT INTO t VALUES (1)")
    with warehouse.writing("x"), warehouse.draft() as con:
        assert con.execute("SELECT * FROM t").fetchall() == [(1,)]


def test_a_scratch_folder_goes_with_what_held_it(tmp_path):
    held = scratch.Scratch(tmp_path)
    folder = held.folder
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    del held
    assert not folder.exists()


def test_a_sweep_touches_nothing_that_only_looks_like_ours(tmp_path):
    """No lock in it, or a link to somewhere else."""
    (tmp_path / "tuanqing-notes").mkdir()
    (tmp_path / "tuanqing-notes" / "a.txt").touch()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "in use").touch()
    (tmp_path / "tuanqing-link").symlink_to(tmp_path / "elsewhere")
    time.sleep(scratch._YOUNG)
    scratch.sweep(tmp_path)
    assert (tmp_path / "tuanqing-notes" / "a.txt").exists()
    assert (tmp_path / "elsewhere" / "in use").exists()


def test_a_decoded_copy_is_gone_when_it_has_been_read(bring, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(delimited, "FAST_FROM", 0)
    (outcome,) = bring("people.csv", PEOPLE.encode("gb18030"))
    assert (outcome.receipt.added, outcome.receipt.rejected) == (1, 1)
    assert not list(tmp_path.glob("tuanqing-*"))
