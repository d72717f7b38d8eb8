"""Whatever stands in one cell costs one row at most, with a sentence: never the sheet, nor the files beside it."""

import pytest

from tests.store.batch.test_planted import People, cell
from tuanqing.measure import rebuild
from tuanqing.store.batch import exports
from tuanqing.store.batch.importing import import_files
from tuanqing.store.batch.wishes import ImportWish

ODD = (
    *(
        "1e14",
        "1e308",
        "-1e20",
        "inf",
        "-inf",
        "nan",
        "123456789012345678",
        "9" * 26,
        "9" * 400,
        "-0",
        "∞",
        "1e-400",
    ),
    *(
        "12345678901",
        "9999-12-31",
        "99999-01-01",
        "0001-01-01",
        "2958465",
        "2958466",
        "99999999",
        "=1/0",
        "#DIV/0!",
    ),
    *(
        "1,234,567,890,123",
        "９９９９９９９９９９９９９９９９９９",
        "零" * 50,
        "万" * 30,
        "一万亿亿亿",
        "1/0",
        "1:99999",
        "99999:59",
    ),
    *("1e99%", "0.00000000000000000001", "\ud7ff\uffff", "a" * 40_000),
)


@pytest.mark.usefixtures("bring")
def test_one_odd_cell_costs_one_row(warehouse, contracts, tmp_path):
    """Each odd text under each column of each dataset, one to a row; measured, for a sum may overflow where none of its
    addends does."""
    wishes, expected = {}, {}
    for contract in contracts.values():
        if contract.is_register:
            continue
        people = People()
        columns = [column for column in contract.columns.values() if column.refers is None or column.level]
        rows = [[cell(column, people) for column in columns]]
        for place, column in enumerate(columns):
            if not column.stored:
                continue
            for odd in ODD:
                row = [cell(column, people) for column in columns]
                row[place] = odd
                rows.append(row)
        file = tmp_path / f"{contract.name}_20230630.csv"
        file.write_bytes(exports.as_csv([column.title for column in columns], rows))
        wishes[file, ""] = ImportWish(dataset=contract.name, area="410001", yes=True)
        expected[file.name] = len(rows)
    files = [file for file, _sheet in wishes]
    outcomes = import_files(warehouse, files, contracts, lambda con: rebuild(con, contracts), wishes=wishes)
    for outcome in outcomes:
        receipt = outcome.receipt
        assert (receipt.file, receipt.error, receipt.balance) == (receipt.file, None, 0)
        rows = receipt.added + receipt.changed + receipt.rejected + sum(receipt.skipped.values())
        assert rows == expected[receipt.file] + 1
        assert (receipt.added > 0, receipt.rejected > 0) == (True, True), receipt
