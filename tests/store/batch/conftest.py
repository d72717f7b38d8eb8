"""封丘县, whose names and codes are public: the register the cases of tests/uploads/cases are imported into."""

import shutil
from pathlib import Path

import pytest

from tuanqing.store.batch.importing import import_files
from tuanqing.store.batch.wishes import ImportWish
from tuanqing.store.warehouse.versions import Warehouse

CASES = Path(__file__).parents[2] / "uploads" / "cases"


@pytest.fixture(scope="session")
def fengqiu(contracts, tmp_path_factory) -> Path:
    """The folder of a warehouse that knows 封丘县 and no more. Read only: `case` works on a copy."""
    folder = tmp_path_factory.mktemp("fengqiu") / "warehouse"
    (area,) = import_files(
        Warehouse(folder), [CASES / "area.xlsx"], contracts, lambda _con: None, ImportWish(sheet=None)
    )
    assert area.receipt.batch == 1, area.receipt
    return folder


@pytest.fixture
def case(fengqiu, warehouse: Warehouse, contracts, tmp_path: Path):
    """case(name, …) imports one of the cases, or a file of that name with the text given; returns its outcomes."""
    shutil.copytree(fengqiu, warehouse.folder)

    def case(name: str, text: str | None = None, **wish):
        if text is not None:
            (tmp_path / name).write_text(text, "utf-8")
        return import_files(
            warehouse,
            [CASES / name if text is None else tmp_path / name],
            contracts,
            lambda _con: None,
            ImportWish(**{"area": "410727", **wish}),
        )

    return case
