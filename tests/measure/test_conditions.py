"""Pass, fail and no record are three things; thresholds are dated, local, and can be tried out."""

from datetime import date

import duckdb
import pytest

from tests.measure.trees import grow
from tuanqing.define.period import parse
from tuanqing.measure.conditions import judge
from tuanqing.store.warehouse.snapshot import Snapshot


@pytest.fixture
def con():
    with duckdb.connect() as con:
        con.execute(
            """
            CREATE TABLE area AS SELECT * FROM (VALUES ('41', '某县', 'county', NULL), ('41A', '甲校', 'school', '41'),
                ('41B', '乙校', 'school', '41'), ('52', '他县', 'county', NULL), ('52A', '丙校', 'school', '52'))
                AS t(area_code, name, level, parent_code);
            CREATE SCHEMA listing; CREATE SCHEMA rules;
            CREATE TABLE listing.facts (area_code VARCHAR, person VARCHAR, applied_on DATE, measure VARCHAR, span VARCHAR,
                value DECIMAL(18, 4));
            CREATE TABLE rules.needs (area VARCHAR, code VARCHAR, title VARCHAR, measure VARCHAR, span VARCHAR,
                minimum DECIMAL(18, 4), valid_from DATE, valid_to DATE);
            INSERT INTO rules.needs VALUES
                (NULL, 'class', '团课', 'class', 'year', 8, NULL, NULL),
                (NULL, 'hours', '志愿', 'hours', 'year', 20, NULL, '2023-07-01'),
                (NULL, 'hours', '志愿', 'hours', 'year', 10, '2023-07-01', NULL),
                ('52', 'hours', '志愿', 'hours', 'year', 30, NULL, NULL)
            """
        )
        grow(con)
        yield Snapshot("made", con)


def put(con, person: str, school: str, day: date, **values: float) -> None:
    for measure, value in (values or {"other": 0}).items():
        con.execute(
            "INSERT INTO listing.facts VALUES (?, ?, ?, ?, 'year', ?)", [school, person, day, measure, value]
        )


def test_pass_fail_and_no_record_are_never_the_same(con):
    put(con, "all", "41A", date(2023, 3, 1), **{"class": 8, "hours": 20})
    put(con, "short", "41A", date(2023, 3, 1), **{"class": 8, "hours": 19.9})
    put(con, "silent", "41A", date(2023, 3, 1), **{"class": 8})
    put(con, "both", "41B", date(2023, 3, 1), **{"class": 7.5})
    put(con, "none", "41B", date(2023, 3, 1))
    found = judge(con, "facts", "needs", "41", parse("2023"))
    assert found.wholes.to_dicts() == [
        {"area_code": "41", "area_name": "某县", "applicants": 5, "passed": 1, "failed": 2, "unknown": 2, "gained": 0, "lost": 0,
         "would_pass": 1}
    ]  # fmt: skip
    parts = {row["code"]: (row["passed"], row["failed"], row["unknown"]) for row in found.parts.to_dicts()}
    assert parts == {"class": (3, 1, 1), "hours": (1, 1, 3)}
    assert set(found.parts["applicants"]) == {5}
    schools = judge(con, "facts", "needs", "41", parse("2023"), "school").wholes
    assert schools.select("area_code", "applicants", "passed").rows() == [("41A", 3, 1), ("41B", 2, 0)]


def test_the_threshold_is_that_of_the_day_and_the_place(con):
    put(con, "before", "41A", date(2023, 6, 30), **{"class": 8, "hours": 15})
    put(con, "after", "41A", date(2023, 7, 1), **{"class": 8, "hours": 15})
    put(con, "there", "52A", date(2023, 7, 1), **{"class": 8, "hours": 25})
    assert judge(con, "facts", "needs", "41", parse("2023")).wholes["passed"].to_list() == [1]
    assert judge(con, "facts", "needs", "52", parse("2023")).wholes["failed"].to_list() == [1]


def test_what_if_says_who_would_move(con):
    for person, hours in (("a", 8), ("b", 12), ("c", 20), ("d", 25)):
        put(con, person, "41A", date(2023, 3, 1), **{"class": 8, "hours": hours})
    lower = judge(con, "facts", "needs", "41", parse("2023"), instead={"hours": 10}).wholes.to_dicts()[0]
    assert (lower["passed"], lower["gained"], lower["lost"], lower["would_pass"]) == (2, 1, 0, 3)
    higher = judge(con, "facts", "needs", "41", parse("2023"), instead={"hours": 21}).wholes.to_dicts()[0]
    assert (higher["passed"], higher["gained"], higher["lost"], higher["would_pass"]) == (2, 0, 1, 1)
    assert judge(con, "facts", "needs", "41", parse("2022")).wholes.is_empty()
