"""What many tests share: contracts, a small county of our own, and warehouses made from the samples."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from tuanqing.define import contract as contracts_of
from tuanqing.define import query as queries_of
from tuanqing.measure import rebuild
from tuanqing.store import schema
from tuanqing.store.importing import Outcome, Wish, import_files
from tuanqing.store.warehouse import Warehouse

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
        schema.create(con, contracts)
        yield con


Importer = Callable[..., list[Outcome]]


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    """An empty warehouse."""
    return Warehouse(tmp_path / "warehouse")


@pytest.fixture
def bring(warehouse: Warehouse, contracts, tmp_path: Path) -> Importer:
    """bring(name, text, …) writes an export and imports it; the area register of 东平县 is there already."""

    def bring(
        name: str, content: str | bytes, *, dry_run: bool = False, measure: bool = False, **wish
    ) -> list[Outcome]:
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return import_files(
            warehouse,
            [file],
            contracts,
            rebuild if measure else lambda _con: None,
            Wish(**wish),
            dry_run=dry_run,
        )

    (outcome,) = bring("area.csv", AREAS)
    assert outcome.receipt.added == 9, outcome.receipt
    return bring


@pytest.fixture(scope="session")
def samples(tmp_path_factory) -> Warehouse:
    """The warehouse of all five places, imported through the front door once per run. Read only: tests that write copy it."""
    from filelock import FileLock

    from tuanqing.demo import build, is_current

    # Workers share one: the first to come builds it, the others wait and find it built.
    shared = tmp_path_factory.getbasetemp().parent / "samples"
    warehouse = Warehouse(shared / "warehouse")
    shared.mkdir(exist_ok=True)
    with FileLock(shared / "building"):
        if not is_current(warehouse):
            build(warehouse)
    return warehouse
