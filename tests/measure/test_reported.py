"""Which unit that owes a dataset is spoken for in which month, and with which columns."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import duckdb
import pytest

from tuanqing.define.period import parse
from tuanqing.define.query import Library
from tuanqing.measure import views
from tuanqing.measure.reporting import Heard, Reports, heard
from tuanqing.store.warehouse import schema

AREAS = [
    ("410001", "东平县", "county", None),
    *((f"41000110{n}", f"{n}镇", "township", "410001") for n in range(1, 4)),
]
JAN, FEB, MAR = (date(2023, n, 1) for n in (1, 2, 3))


@pytest.fixture
def con(contracts):
    with duckdb.connect() as connection:
        schema.create(connection, contracts)
        for code, name, level, parent in AREAS:
            connection.execute(
                "INSERT INTO store.area (area_code, name, level, parent_code, counts, _as_of, _cover, _batch) "
                "VALUES (?, ?, ?, ?, true, '2000-01-01', 'all', 1)",
                [code, name, level, parent],
            )
        connection.execute("INSERT INTO store.list VALUES ('area', '2000-01-01', 'all', 'all', 1)")
        yield connection


@pytest.fixture
def spoken(con, contracts, library):
    """spoken(dataset, column) gives the units and months (as numbers) for which that column is spoken for."""

    def spoken(dataset: str, column: str) -> set[tuple[str, int]]:
        views.create(con, contracts, Library(library.base, {}))
        rows = con.execute(
            "SELECT area_code, month(period) FROM reported_unit WHERE dataset = ? AND list_contains(columns, ?)",
            [dataset, column],
        ).fetchall()
        assert len(rows) == len(set(rows))
        return set(rows)

    return spoken


def speaks(con, batch: int, dataset: str, area: str, first: date, last: date, *columns: str) -> None:
    con.execute(
        "INSERT INTO store.coverage VALUES (?, ?, ?, ?, ?, ?, false)",
        [batch, dataset, area, first, last, list(columns)],
    )


def serves(con, batch: int, area: str, day: date, line: int = 1) -> None:
    con.execute(
        "INSERT INTO store.volunteer_service (served_on, area_code, _county, _batch, _line) VALUES (?, ?, '410001', ?, ?)",
        [day, area, batch, line],
    )


def test_a_county_speaks_for_its_townships_in_its_months_with_or_without_rows(con, spoken):
    speaks(con, 1, "volunteer_service", "410001", JAN, FEB, "hours", "served_on")
    serves(con, 1, "410001101", JAN)
    towns = ("410001101", "410001102", "410001103")
    assert spoken("volunteer_service", "hours") == {(town, month) for town in towns for month in (1, 2)}
    assert spoken("volunteer_service", "status"), "what the contract fills by itself is never lacking"
    assert not spoken("volunteer_service", "team")


def test_a_unit_whose_rows_lack_a_column_has_not_reported_it(con, spoken):
    speaks(con, 1, "volunteer_service", "410001", JAN, JAN, "served_on")
    speaks(con, 2, "volunteer_service", "410001", JAN, JAN, "served_on", "hours")
    serves(con, 1, "410001101", JAN)
    serves(con, 2, "410001102", JAN)
    assert spoken("volunteer_service", "hours") == {("410001102", 1), ("410001103", 1)}
    con.execute(
        "INSERT INTO store.seen VALUES ('volunteer_service', 1, 1, 2, 5)"
    )  # the same row in the other file
    assert spoken("volunteer_service", "hours") == {(f"41000110{n}", 1) for n in (1, 2, 3)}


def test_a_list_speaks_until_the_next_of_the_same_area(con, spoken):
    serves(con, 9, "410001101", MAR)  # the calendar's end
    speaks(con, 1, "youth_home", "410001", JAN, JAN, "name", "reach")
    speaks(con, 2, "youth_home", "410001101", FEB, FEB, "name")
    everywhere = {(f"41000110{n}", month) for n in (1, 2, 3) for month in (1, 2, 3)}
    assert spoken("youth_home", "name") == everywhere
    assert spoken("youth_home", "reach") == everywhere - {("410001101", 2), ("410001101", 3)}


def test_what_a_county_owes_its_townships_may_give_one_by_one(con, spoken):
    for n in (1, 2):
        speaks(con, n, "funding", f"41000110{n}", JAN, JAN, "paid_on", "received")
    assert not spoken("funding", "received")
    speaks(con, 3, "funding", "410001103", JAN, JAN, "paid_on")
    assert spoken("funding", "paid_on") == {("410001", 1)}
    assert spoken("funding", "township"), "a file of a township says which township"
    assert not spoken("funding", "received")


def test_which_of_others_has_not_reported_is_told_to_none_but_them(library, monkeypatch):
    """Of several units the one that is missing is named, to whoever sees all of them."""
    (indicator, *_others) = library.indicators.values()
    all_but_one = Heard(21, 22, 21, level="township", lacking="岗王镇")
    reports = SimpleNamespace(
        needs={indicator.name: [("volunteer", "events", ())]}, heard=lambda *_asked: all_but_one
    )
    monkeypatch.setattr(Reports, "of", lambda _snapshot: reports)
    reader = SimpleNamespace(sees=lambda area: area == "own")
    year = parse("2023")
    told = heard(reader, [indicator], ["own", "county"], [year])
    assert told[indicator.name, "own", year] == all_but_one
    assert told[indicator.name, "county", year] == replace(all_but_one, lacking="")
