"""A list of townships as an office has it, names and nothing else, is the area register's."""

import pytest

from tuanqing.store.batch.importing import import_files
from tuanqing.store.batch.wishes import ImportWish

NAMES = ("城关镇", "黄陵镇", "王村乡", "荆乡回族乡")
CODES = ("410727100", "410727101", "410727202", "410727201")
SHAPES = {
    "封丘县乡镇名单.csv": "序号,乡镇\n" + "".join(f"{n},{name}\n" for n, name in enumerate(NAMES, 1)),
    "titled.csv": "封丘县乡镇（街道）一览,\n序号,乡镇名称\n"
    + "".join(f"{n},{x}\n" for n, x in enumerate(NAMES, 1)),
    "county.csv": "县区,乡镇名称\n" + "".join(f"封丘县,{name}\n" for name in NAMES),
    "coded.csv": "县区,乡镇名称,乡镇代码\n"
    + "".join(f"封丘县,{name},{code}\n" for name, code in zip(NAMES, CODES, strict=True)),
}


@pytest.mark.parametrize("name", SHAPES)
def test_it_is_recognised_and_gets_its_codes_and_its_county(name, warehouse, contracts, tmp_path):
    (tmp_path / name).write_text(SHAPES[name], "utf-8")
    outcomes = import_files(warehouse, [tmp_path / name], contracts, lambda _con: None)
    county, townships = [outcome.receipt for outcome in outcomes]
    assert (county.dataset, county.added) == ("area", 1)
    assert (townships.dataset, townships.added, townships.rejected, townships.error) == ("area", 4, 0, None)
    for receipt in (county, townships):
        parts = (
            receipt.added,
            receipt.changed,
            receipt.unchanged,
            receipt.rejected,
            *receipt.skipped.values(),
        )
        assert receipt.rows_read == sum(parts)
    assert any("2023-06-30" in warning for warning in townships.warnings)
    with warehouse.read() as snapshot:
        rows = snapshot.execute("SELECT area_code, name, parent_code FROM area ORDER BY area_code").fetchall()
    assert rows[0][:2] == ("410727", "封丘县")
    assert {row[0]: row[1] for row in rows[1:]} == {
        "410727100": "城关镇", "410727101": "黄陵镇", "410727201": "荆乡回族乡", "410727202": "王村乡",
    }  # fmt: skip
    assert {row[2] for row in rows[1:]} == {"410727"}
    again = [o.receipt for o in import_files(warehouse, [tmp_path / name], contracts, lambda _con: None)]
    assert [(r.added, r.changed, r.removed, r.unchanged) for r in again] == [(0, 0, 0, 4)]


def test_a_list_that_says_no_county_is_asked_for_it_and_never_guessed(warehouse, contracts, tmp_path):
    (tmp_path / "list.csv").write_text("乡镇\n" + "\n".join(NAMES) + "\n", "utf-8")
    (refused,) = import_files(warehouse, [tmp_path / "list.csv"], contracts, lambda _con: None)
    assert "410727" in (refused.receipt.error or "")
    assert warehouse.is_empty
    told = ImportWish(area="410727")
    outcomes = import_files(warehouse, [tmp_path / "list.csv"], contracts, lambda _con: None, told)
    assert [outcome.receipt.added for outcome in outcomes] == [1, 4]


@pytest.mark.parametrize(
    "text",
    [
        "乡镇,团员数\n城关镇,12\n黄陵镇,13\n王村乡,5\n",  # figures of townships
        "乡镇\n东山镇某处\n不是地名\n",  # names nobody bears
        "菜名,价格\n鱼,3\n",
    ],
)
def test_what_is_no_such_list_is_left_alone(text, warehouse, contracts, tmp_path):
    (tmp_path / "封丘县.csv").write_text(text, "utf-8")
    outcomes = import_files(warehouse, [tmp_path / "封丘县.csv"], contracts, lambda _con: None)
    assert [outcome.receipt.dataset for outcome in outcomes if outcome.receipt.batch] in (
        [],
        ["member_count"],
    )
    assert all(outcome.receipt.dataset != "area" for outcome in outcomes)
