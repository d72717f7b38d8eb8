"""Where a dashboard opens, and the way down to a place from there."""

import duckdb
import pytest

from tests.measure.trees import grow
from tuanqing.measure import places
from tuanqing.store.warehouse.snapshot import Snapshot

LEVEL = {2: "province", 4: "prefecture", 6: "county", 9: "township"}


def snapshot(*codes: str) -> Snapshot:
    con = duckdb.connect()
    con.execute(
        "CREATE TABLE area (area_code VARCHAR, name VARCHAR, level VARCHAR, parent_code VARCHAR, kind VARCHAR, "
        "contact_office VARCHAR)"
    )
    for code in codes:
        above = next(
            (c for c in sorted(codes, key=len, reverse=True) if code != c and code.startswith(c)), None
        )
        con.execute("INSERT INTO area VALUES (?, ?, ?, ?, NULL, NULL)", [code, code, LEVEL[len(code)], above])
    grow(con)
    return Snapshot("", con)


@pytest.mark.parametrize(
    ("codes", "opens"),
    [
        (
            ["41", "4107", "410727", "410727100", "410727101"],
            ["410727"],
        ),  # its one county is not the province
        (["41", "4107", "410727", "410728"], ["4107"]),
        (["41", "4107", "410727", "4108", "410801"], ["41"]),
        (["410727", "410727100"], ["410727"]),  # a county with one township is the county
        (["3608", "360801", "360802", "411424"], ["3608", "411424"]),
        (["41"], ["41"]),
    ],
)
def test_a_dashboard_opens_where_the_register_has_more_than_one_part(codes, opens):
    assert [code for code, _name, _level in places.roots(snapshot(*codes))] == opens


def test_the_way_to_a_place_begins_where_the_dashboard_opens():
    con = snapshot("41", "4107", "410727", "410727100", "410727101")
    assert [step[0] for step in places.place(con, "410727100").path] == ["410727", "410727100"]
    assert [step[0] for step in places.place(con, "4107").path] == ["41", "4107"]  # asked for all the same
