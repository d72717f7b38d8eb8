"""What many tests share: contracts, a small county of our own, and warehouses made from the samples."""

import functools
import gc
import shutil
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from hypothesis import settings

from tuanqing.define import contract as contracts_of
from tuanqing.define import query as queries_of
from tuanqing.define.house import QUERIES, ROOT
from tuanqing.define.query import Library
from tuanqing.measure import rebuild
from tuanqing.store.batch.importing import import_files
from tuanqing.store.batch.wishes import ImportWish, Outcome
from tuanqing.store.warehouse import schema
from tuanqing.store.warehouse.versions import Warehouse

settings.register_profile("house", deadline=None)  # the machine may be busy with something else
settings.load_profile("house")

AREAS = """区划代码,名称,上级代码,层级,青年人口,少先队员数,别名,联系科室
410001,东平县,,县,,,,团县委办公室
410001001,太平街道,410001,街道,5000,400,太平办,太平街道团工委
410001101,岗王镇,410001,镇,4000,300,,岗王镇团委
410001102,月城镇,410001,镇,3000,200,,月城镇团委
410001201,北山乡,410001,乡,2000,100,,北山乡团委
410001400,月城园区,410001,类似乡级单位,,,,
410001101001,李庄村,410001101,村,,,,
410001102001,李庄村,410001102,村,,,,
410001101S01,岗王镇第一初级中学,410001101,学校,,,,
"""


@pytest.fixture(scope="session")
def contracts():
    return contracts_of.load_all()


@pytest.fixture(scope="session")
def library():
    return queries_of.load_all()


@pytest.fixture(scope="session")
def empty(contracts):
    """A database with the contracts' empty tables, for worked examples, which leave them empty."""
    with duckdb.connect() as con:
        con.execute("SET threads = 1")  # a few rows are done before a second thread has begun
        schema.create(con, contracts)
        yield con


@pytest.fixture(scope="session")
def few(library) -> Library:
    """What is measured of Youth Homes: enough where the measuring itself is not what is tried."""
    return Library(library.base, {name: q for name, q in library.queries.items() if q.topic == "youth_homes"})


Importer = Callable[..., list[Outcome]]


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    """An empty warehouse."""
    return Warehouse(tmp_path / "warehouse")


@pytest.fixture(scope="session")
def county(contracts, tmp_path_factory) -> Path:
    """The folder of a warehouse that knows 东平县 and no more. Read only: `bring` works on a copy."""
    folder = tmp_path_factory.mktemp("county")
    (folder / "area.csv").write_text(AREAS, "utf-8")
    (outcome,) = import_files(
        Warehouse(folder / "warehouse"), [folder / "area.csv"], contracts, lambda _con: None
    )
    assert outcome.receipt.added == 9, outcome.receipt
    return folder / "warehouse"


@pytest.fixture
def bring(county, warehouse: Warehouse, contracts, tmp_path: Path) -> Importer:
    """bring(name, text, …) writes an export and imports it; the area register of 东平县 is there already."""
    shutil.copytree(county, warehouse.folder)

    def bring(
        name: str, content: str | bytes, *, dry_run: bool = False, measure: Library | None = None, **wish
    ) -> list[Outcome]:
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return import_files(
            warehouse,
            [file],
            contracts,
            lambda con: rebuild(con, contracts, measure) if measure else None,
            ImportWish(**wish),
            dry_run=dry_run,
        )

    return bring


@pytest.fixture(scope="session")
def samples(tmp_path_factory) -> Warehouse:
    """The warehouse of all five places, imported through the front door once per run. Read only: tests that write copy it."""
    from filelock import FileLock

    from tuanqing.command.demo import renew

    # Workers share one: the first to come builds it, the others wait and find it built. Another copy of the
    # repository, tested at the same time, has its own.
    shared = tmp_path_factory.getbasetemp().parent / f"samples {zlib.crc32(str(ROOT).encode()):08x}"
    warehouse = Warehouse(shared / "warehouse")
    shared.mkdir(exist_ok=True)
    with FileLock(shared / "building"):
        renew(warehouse)
    return warehouse


@pytest.fixture
def press(samples, tmp_path: Path, library, contracts):
    """A press of reports over a copy of the samples: what is written here is nobody else's."""
    from tuanqing.show.document.press import Press

    folder = tmp_path / "warehouse"
    (folder / "versions").mkdir(parents=True)
    shutil.copy(samples.folder / "current", folder)
    (folder / "versions" / samples.current.name).symlink_to(samples.current.resolve())
    return Press(Warehouse(folder), library, contracts)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """`pytest -k <a query>` answers at once: a file that does not name it has no test of it, but for the examples'."""
    asked = config.option.keyword
    if (
        collection_path.suffix != ".py"
        or collection_path.name == "test_examples.py"
        or not asked.isidentifier()
    ):
        return None
    if not any(QUERIES.glob(f"*/{asked}.sql")):
        return None
    return asked not in collection_path.read_text("utf-8") or None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """While the worker with the first test builds the samples, the other goes through the tests without them."""
    with_samples = [item for item in items if "samples" in getattr(item, "fixturenames", ())]
    without = [item for item in items if item not in set(with_samples)]
    items[:] = with_samples[:1] + without + with_samples[1:]


def pytest_collection_finish() -> None:
    """What every run of a page does again on the test bench, and a server does once."""
    if "streamlit" in sys.modules:
        from streamlit.components.v2 import manifest_scanner

        # Installed packages stay what they are while tests run; reading what they declare takes 0.2 s.
        manifest_scanner.scan_component_manifests = functools.cache(manifest_scanner.scan_component_manifests)
    gc.collect()
    gc.freeze()  # a page's run ends with a collection, over all that lives


def pytest_unconfigure() -> None:
    """Give back what was frozen: DuckDB complains of every function that is left at the end.

    Hypothesis times the collector by a callback, which outlives the last collection and all that is reached from it.
    """
    gc.callbacks.clear()
    gc.unfreeze()
