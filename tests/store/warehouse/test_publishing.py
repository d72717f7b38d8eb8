"""Publishing survives a kill at any instant, one writer waits for the other, readers are never blocked."""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tuanqing.store.warehouse.versions import Warehouse

IMPORTER = """
import os, sys
from pathlib import Path
from tuanqing.define.contract import load_all
from tuanqing.define import query
from tuanqing.measure import build
from tuanqing.store.batch.importing import import_files
from tuanqing.store.warehouse.versions import Warehouse

library = query.load_all()  # one topic of it: what a kill meets is the same, fifty times over quicker
library = query.Library(library.base, {n: q for n, q in library.queries.items() if q.topic == "youth_homes"})
contracts = load_all()

def run(folder, file):
    (outcome,) = import_files(
        Warehouse(Path(folder)), [Path(file)], contracts, lambda con: build.rebuild(con, contracts, library)
    )
    assert outcome.receipt.error is None, outcome.receipt.error

if len(sys.argv) > 1:
    run(*sys.argv[1:])
else:  # a nursery: each line asks for one import in a child of its own, so that Python starts only once
    for line in sys.stdin:
        child = os.fork()
        if not child:
            run(*line.rstrip().split("\t"))
            os._exit(0)
        print(child, flush=True)
        print(os.waitpid(child, 0)[1], flush=True)
"""


class Nursery:
    """Starts importers that can be killed."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", IMPORTER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def say(self, warehouse: Warehouse, file: Path) -> int:
        """Begin an import; the process doing it."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{warehouse.folder}\t{file}\n")
        self.process.stdin.flush()
        return self.hear()

    def hear(self) -> int:
        """The next number the nursery prints: a process, or how one ended."""
        assert self.process.stdout is not None
        return int(self.process.stdout.readline())


def start(warehouse: Warehouse, file: Path) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", IMPORTER, str(warehouse.folder), str(file)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def events(path: Path, first: int, rows: int = 300) -> Path:
    lines = [f"活动{n},太平家,太平,2023-{n % 12 + 1:02d}-03,{n}\n" for n in range(first, first + rows)]
    path.write_text("活动名称,青年之家名称,乡镇,活动时间,参与人次\n" + "".join(lines), "utf-8")
    return path


def rows(warehouse: Warehouse) -> int:
    with warehouse.read() as con:
        return con.execute("SELECT count(*) FROM youth_home_event").fetchall()[0][0]


def sound(warehouse: Warehouse) -> bool:
    """The published file opens, and every batch in its ledger has exactly its rows."""
    with warehouse.read() as con:
        odd = con.execute(
            "SELECT b.batch FROM store.batch AS b LEFT JOIN (SELECT _batch, count(*) AS n FROM store.youth_home_event "
            "GROUP BY 1) AS r ON r._batch = b.batch WHERE b.dataset = 'youth_home_event' "
            "AND b.added + b.changed <> coalesce(r.n, 0)"
        ).fetchall()
    return not odd


@pytest.mark.sweep
def test_a_kill_at_any_instant_leaves_the_last_published_version(bring, few, warehouse, tmp_path):
    """SIGKILL at 50 random instants of an import; each time the old version or the new one stands, whole."""
    bring("first.csv", events(tmp_path / "e.csv", 0).read_text("utf-8"), measure=few)
    before, version = rows(warehouse), warehouse.version
    nursery = Nursery()
    nursery.say(warehouse, events(tmp_path / "warm.csv", 500))
    assert nursery.hear() == 0
    began = time.monotonic()
    nursery.say(warehouse, events(tmp_path / "whole.csv", 1000))
    assert nursery.hear() == 0
    length = time.monotonic() - began
    assert rows(warehouse) == before + 600
    draw, killed, published = random.Random(5), 0, {version}
    for n in range(50):
        standing, count = warehouse.version, rows(warehouse)
        child = nursery.say(warehouse, events(tmp_path / f"k{n}.csv", 10_000 + n * 300))
        time.sleep(draw.random() * length)
        with suppress(ProcessLookupError):  # it was quicker
            os.kill(child, signal.SIGKILL)
        met = nursery.hear() == signal.SIGKILL
        killed += met
        length *= 1 if met else 0.9  # it took less than it had taken
        assert sound(warehouse)
        assert rows(warehouse) == (count if warehouse.version == standing else count + 300)
        published.add(warehouse.version)
    assert killed >= 25, "most kills must have met a running import"
    count = rows(warehouse)
    nursery.say(warehouse, events(tmp_path / "last.csv", 90_000))
    assert nursery.hear() == 0
    assert rows(warehouse) == count + 300
    assert not warehouse.room.exists()
    nursery.process.kill()


@pytest.mark.parametrize("stage", ["copied", "applied", "checked", "synced", "renamed"])
def test_a_kill_at_each_stage_of_a_publish(bring, few, warehouse, tmp_path, stage):
    """The process kills itself right after each step; the version before stands and the next import works."""
    bring("first.csv", events(tmp_path / "e.csv", 0).read_text("utf-8"), measure=few)
    before, version = rows(warehouse), warehouse.version
    hook = {
        "copied": "import shutil; _c = shutil.copyfile; shutil.copyfile = lambda *a: (_c(*a), die())",
        "applied": "import tuanqing.store.batch.importing as i; _r = i.ledger.record; i.ledger.record = lambda *a, **k: (_r(*a, **k), die())",
        "checked": "import tuanqing.store.batch.importing as i; _o = i._caution; i._caution = lambda *a: (_o(*a), die())",
        "synced": "from tuanqing.define import disk; _s = disk.sync; disk.sync = lambda p: (_s(p), die())",
        "renamed": "import tuanqing.store.warehouse.versions as w; w.Warehouse.point_at = lambda *a: die()",
    }[stage]
    code = f"import os, signal\ndef die(): os.kill(os.getpid(), signal.SIGKILL)\n{hook}\n" + IMPORTER
    file = events(tmp_path / "next.csv", 1000)
    done = subprocess.run([sys.executable, "-c", code, str(warehouse.folder), str(file)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert (warehouse.version, rows(warehouse)) == (version, before)
    again = start(warehouse, file)
    assert again.wait() == 0, again.stderr.read() if again.stderr else ""
    assert rows(warehouse) == before + 300


def test_two_importers_at_once_both_land_and_one_says_for_whom_it_waits(bring, warehouse, tmp_path):
    del bring
    with warehouse.writing("a long import"):
        second = start(warehouse, events(tmp_path / "b.csv", 500))
        assert second.stdout is not None
        lines = [second.stdout.readline()]
    third = start(warehouse, events(tmp_path / "c.csv", 5000))
    assert second.wait() == 0
    assert third.wait() == 0
    assert any(str(os.getpid()) in line and "a long import" in line for line in lines), lines
    assert rows(warehouse) == 600


def test_a_reader_keeps_its_version_while_another_is_published(bring, warehouse, tmp_path):
    bring("first.csv", events(tmp_path / "e.csv", 0).read_text("utf-8"))
    with warehouse.read() as con:
        bring("second.csv", events(tmp_path / "f.csv", 1000).read_text("utf-8"))
        assert con.execute("SELECT count(*) FROM youth_home_event").fetchall() == [(300,)]
    assert rows(warehouse) == 600
