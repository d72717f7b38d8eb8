"""Realistic faults, a file or more per dataset: which rows are turned away, and with what sentence."""

import tomllib

import pytest

from tests.store.batch.test_quirks import COUNTY, UPLOADS, zhecheng  # noqa: F401  a fixture
from tuanqing.store.batch.importing import import_files
from tuanqing.store.batch.wishes import ImportWish

FAULTS = tomllib.loads((UPLOADS / "faults.toml").read_text("utf-8"))


@pytest.mark.parametrize("name", FAULTS)
def test_a_faulty_row_is_turned_away_with_its_sentence(zhecheng, contracts, name):  # noqa: F811
    wish = ImportWish(area=COUNTY)
    (outcome,) = import_files(zhecheng, [UPLOADS / name], contracts, lambda _con: None, wish, dry_run=True)
    receipt, expected = outcome.receipt, dict(FAULTS[name])
    assert receipt.error is None
    assert receipt.dataset == name.split("/")[0]
    assert receipt.added == expected.pop("accepted")
    assert {str(row["first_line"]): row["reason"] for row in receipt.reasons} == expected
    assert receipt.rejected == len(expected)


def test_no_fault_file_is_forgotten():
    files = {f"{file.parent.name}/{file.name}" for file in UPLOADS.glob("*/*.csv")}
    assert {name for name in files if not name.startswith(("quirks/", "cases/"))} == set(FAULTS)
