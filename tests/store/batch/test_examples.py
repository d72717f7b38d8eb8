"""The filled sample of every dataset is what its template asks for: imported as it is, no row comes back."""

import openpyxl
import pytest

from tuanqing.define import contract as contracts_of
from tuanqing.store.batch import examples
from tuanqing.store.batch.importing import import_files
from tuanqing.store.batch.wishes import ImportWish
from tuanqing.store.warehouse.versions import Warehouse

from .conftest import CASES

DATASETS = [contract.name for contract in contracts_of.load_all().values() if not contract.is_register]


@pytest.fixture(scope="module")
def fengqiu(tmp_path_factory, contracts) -> Warehouse:
    house = Warehouse(tmp_path_factory.mktemp("examples") / "warehouse")
    import_files(house, [CASES / "area.xlsx"], contracts, lambda _con: None)
    return house


@pytest.mark.parametrize("name", DATASETS)
def test_a_filled_sample_is_imported_whole(name, fengqiu, contracts, tmp_path):
    contract = contracts[name]
    with fengqiu.read() as snapshot:
        where = examples.places(snapshot)
    assert set(where) >= {"county", "township", "village", "school"}
    file = tmp_path / f"{contract.title}_20231231.xlsx"
    file.write_bytes(examples.filled(contract, where))
    wish = ImportWish(area="410727", yes=True)
    (outcome,) = import_files(fengqiu, [file], contracts, lambda _con: None, wish, dry_run=True)
    told = outcome.receipt
    assert (told.dataset, told.error, told.reasons) == (name, None, [])
    assert (told.added, told.rejected) == (examples.ROWS, 0)


@pytest.mark.parametrize("name", DATASETS)
def test_a_template_explains_each_column_with_an_example_and_holds_no_row(name, fengqiu, contracts, tmp_path):
    """Imported as it is, it brings nothing: its notes are no table."""
    contract = contracts[name]
    file = tmp_path / f"{contract.title}_20231231.xlsx"
    file.write_bytes(examples.with_example(contract, ["甲率", "乙数"]))
    book = openpyxl.load_workbook(file)
    rows, notes = (list(book[sheet].values) for sheet in book.sheetnames)
    assert len(rows) == 1
    shown = {row[0]: row[4] for row in notes[1:] if row[0] and len(row) > 4}
    assert set(rows[0]) <= set(shown)
    required = [
        column.title for column in contract.columns.values() if column.required and column.personal is None
    ]
    assert all(shown[title] not in ("", None) for title in required)
    assert any("甲率、乙数" in str(cell) for row in notes for cell in row)
    outcomes = import_files(
        fengqiu, [file], contracts, lambda _con: None, ImportWish(area="410727"), dry_run=True
    )
    assert sum(outcome.receipt.added for outcome in outcomes) == 0
