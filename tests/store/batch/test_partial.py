"""A registry file that only supplements the list: mended rejects, or a few rows that came later."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tuanqing.define import contract as contracts_of
from tuanqing.define.errors import Refused
from tuanqing.store.batch import exports, ledger
from tuanqing.store.batch.importing import import_files, withdraw
from tuanqing.store.batch.wishes import ImportWish, Outcome
from tuanqing.store.warehouse.versions import Warehouse

CONTRACTS = contracts_of.load_all()
AREA = (
    "单位代码,名称,级别,上级代码\n999001,试验县,县,\n999001001,东溪镇,乡镇,999001\n"
    "999001002,西山乡,乡镇,999001\n"
)
HEADER = "青年之家编号,青年之家名称,乡镇,级别,状态\n"
FULL = HEADER + (
    "H1,东溪青年之家,东溪镇,分部,运行\nH2,东溪二号,东溪镇,分部,运行\n"
    "H3,西山青年之家,西山镇子,分部,运行\nH4,西山二号,西山乡,分部,运行\n"
)


class Office:
    """Imports texts as files and looks at what is in force."""

    def __init__(self, folder: Path):
        self.folder, self.warehouse = folder, Warehouse(folder / "warehouse")

    def load(self, name: str, content: str | bytes, **wish) -> Outcome:
        file = self.folder / name
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        [outcome] = import_files(self.warehouse, [file], CONTRACTS, lambda _con: None, ImportWish(**wish))
        return outcome

    def homes(self) -> dict[str, str]:
        """Home → the date of the list it stands in."""
        with self.warehouse.read() as con:
            rows = con.execute("SELECT home_id, _as_of FROM youth_home ORDER BY home_id").fetchall()
        return {home: str(day) for home, day in rows}

    def rejects(self, batch: int, change: tuple[str, str]) -> bytes:
        """The batch's rejects file, mended: one text replaced by another."""
        with self.warehouse.read() as con:
            headers, rows = ledger.rejects(self.warehouse.folder, con, batch)
        table = exports.as_csv(*exports.rejects_table(headers, rows))
        return table.decode("utf-8-sig").replace(*change).encode()


@pytest.fixture
def desk(tmp_path: Path) -> Office:
    desk = Office(tmp_path)
    area = desk.load("试验县区划_20231231.csv", AREA)
    assert area.receipt.error is None
    return desk


def test_mended_rejects_join_the_list_and_nothing_disappears(desk: Office):
    first = desk.load("青年之家名录_20231231.csv", FULL).receipt
    assert (first.added, first.rejected) == (3, 1)
    mended = desk.load("退回.csv", desk.rejects(first.batch or 0, ("西山镇子", "西山乡")))
    assert mended.partial
    assert (mended.receipt.added, mended.receipt.removed) == (1, 0)
    assert mended.receipt.unmapped_headers == []
    assert set(desk.homes()) == {"H1", "H2", "H3", "H4"}
    assert set(desk.homes().values()) == {"2023-12-31"}, "the date of the list they supplement"


def test_the_same_rows_as_a_full_list_ask_first(desk: Office):
    desk.load("青年之家名录_20231231.csv", FULL)
    rest = desk.load("青年之家名录_20231231.csv", HEADER + "H1,东溪青年之家,东溪镇,分部,停用\n")
    assert rest.receipt.needs_yes
    rest = desk.load("青年之家名录_20231231.csv", HEADER + "H1,东溪青年之家,东溪镇,分部,停用\n", partial=True)
    assert (rest.receipt.changed, rest.receipt.removed) == (1, 0)
    assert set(desk.homes()) == {"H1", "H2", "H4"}


def test_a_supplement_of_a_later_date_begins_a_list_with_the_rows_before(desk: Office):
    desk.load("青年之家名录_20221231.csv", FULL)
    later = desk.load("青年之家名录_20230531.csv", HEADER + "H5,东溪三号,东溪镇,分部,运行\n", partial=True)
    assert (later.receipt.added, later.receipt.removed) == (1, 0)
    assert any("2" in warning for warning in later.receipt.warnings)
    assert desk.homes() == {"H1": "2023-05-31", "H2": "2023-05-31", "H5": "2023-05-31", "H4": "2022-12-31"}
    withdraw(desk.warehouse, later.receipt.batch or 0, CONTRACTS, lambda _con: None)
    assert desk.homes() == {"H1": "2022-12-31", "H2": "2022-12-31", "H4": "2022-12-31"}


def test_a_list_is_not_withdrawn_from_under_its_supplement(desk: Office):
    first = desk.load("青年之家名录_20231231.csv", FULL).receipt.batch or 0
    later = desk.load("补.csv", HEADER + "H5,东溪三号,东溪镇,分部,运行\n", partial=True).receipt.batch or 0
    with pytest.raises(Refused, match=str(later)):
        withdraw(desk.warehouse, first, CONTRACTS, lambda _con: None)
    withdraw(desk.warehouse, later, CONTRACTS, lambda _con: None)
    assert set(desk.homes()) == {"H1", "H2", "H4"}
    withdraw(desk.warehouse, first, CONTRACTS, lambda _con: None)
    assert desk.homes() == {}


def test_importing_a_supplement_twice_changes_nothing(desk: Office):
    desk.load("青年之家名录_20231231.csv", FULL)
    row = HEADER + "H5,东溪三号,东溪镇,分部,运行\n"
    desk.load("补.csv", row, partial=True)
    again = desk.load("补.csv", row, partial=True).receipt
    assert (again.added, again.changed, again.unchanged, again.removed) == (0, 0, 1, 0)


def test_an_answer_about_a_header_rescues_a_file_that_lacks_a_needed_column(desk: Office):
    odd = FULL.replace("青年之家名称", "牌子上写的").replace("西山镇子", "西山乡")
    assert desk.load("青年之家名录_20231231.csv", odd).receipt.error
    answer = {"牌子上写的": "name"}
    assert desk.load("青年之家名录_20231231.csv", odd, columns=answer).receipt.added == 4
    assert desk.load("青年之家名录_20231231.csv", odd).receipt.unchanged == 4, "the answer is remembered"


def test_single_sheets_can_be_given_wishes_of_their_own_or_left_out(desk: Office):
    homes, other = desk.folder / "a.csv", desk.folder / "b.csv"
    homes.write_text(FULL, "utf-8")
    other.write_text(FULL.replace("H", "K"), "utf-8")
    base = ImportWish(as_of=date(2023, 12, 31))
    outcomes = import_files(
        desk.warehouse,
        [homes, other],
        CONTRACTS,
        lambda _con: None,
        base,
        wishes={(homes, ""): replace(base, as_of=date(2022, 12, 31)), (other, ""): None},
    )
    assert [outcome.receipt.as_of for outcome in outcomes] == ["2022-12-31"]
