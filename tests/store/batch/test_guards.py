"""One bad cell costs one row; what is rejected is its owner's; a tenth is not more than a tenth."""

from tests.store.batch.test_importing import only
from tests.store.batch.test_units import ask
from tuanqing.store.batch.importing import withdraw


def test_a_number_no_column_can_hold_rejects_its_row_and_is_not_quoted(bring, warehouse):
    head = "志愿者编号,项目名称,服务日期,服务时长,乡镇\n"
    for number in ("100000000000000", "411424201312244751"):
        text = head + f"V1,清扫,2023-05-01,{number},岗王镇\nV2,清扫,2023-05-01,2,岗王镇\n"
        receipt = only(bring(f"{len(number)}.csv", text))
        assert receipt.rejected == 1
        assert number not in str(receipt)
    assert ask(warehouse, "SELECT sum(hours)::INT FROM volunteer_service") == [(2,)]


def test_rejected_rows_lie_in_a_folder_of_their_owner(bring, warehouse):
    only(bring("a.csv", "志愿者编号,项目名称,服务日期,服务时长,乡镇\nV1,清扫,也许,2,岗王镇\n"))
    folder = warehouse.folder / "rejects"
    assert folder.stat().st_mode & 0o077 == 0
    assert all(file.stat().st_mode & 0o077 == 0 for file in folder.iterdir())


def test_exactly_a_tenth_of_the_rows_may_go_without_a_question(bring):
    rows = [f"H{n},家{n},太平街道" for n in range(10)]
    head = "青年之家编号,青年之家名称,乡镇\n"
    only(bring("a_20231231.csv", head + "\n".join(rows) + "\n"))
    assert only(bring("b_20240131.csv", head + "\n".join(rows[:9]) + "\n")).removed == 1
    (asked,) = bring("c_20240229.csv", head + "\n".join(rows[:8]) + "\n")
    assert asked.receipt.needs_yes


def test_a_batch_withdrawn_is_forgotten_as_a_witness(bring, warehouse, contracts):
    text = "志愿者编号,项目名称,服务日期,服务时长,乡镇\nV1,清扫,2023-05-01,2,岗王镇\n"
    bring("a.csv", text)
    second = only(bring("b.csv", text))
    withdraw(warehouse, second.batch or 0, contracts, lambda _con: None)
    assert ask(warehouse, "SELECT count(*) FROM store.seen") == [(0,)]
