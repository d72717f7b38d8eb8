"""A changed target or rule is a dated row, and a report of before reproduces; one that is overwritten is told."""

from dataclasses import replace
from datetime import date

import duckdb
import pytest

from tuanqing.define.period import parse
from tuanqing.define.query import Library
from tuanqing.measure import figure, overwritten, rebuild
from tuanqing.show.document import sentences
from tuanqing.show.document.figures import Pen

HOMES = "青年之家编号,青年之家名称,乡镇,级别,状态\nH1,太平家,太平街道,分部,运行\nH2,岗王家,岗王镇,分部,运行\n"
NAME = "youth_home_township_coverage"
BEGINNING = date.min


@pytest.fixture
def told(bring, few, contracts, warehouse, tmp_path):
    """told(targets) publishes with these targets, and gives the year's figure, its words and what was overwritten."""
    bring("青年之家名录_20221231.csv", HOMES)
    bring("青年之家名录_20231130.csv", HOMES)
    file = tmp_path / "own.duckdb"
    file.write_bytes(warehouse.current.read_bytes())

    def told(*targets, rules=None):
        indicator = replace(few.indicators[NAME], targets=targets)
        library = Library(few.base, {**few.queries, NAME: indicator})
        with duckdb.connect(str(file)) as con:
            rebuild(con, contracts, library)
            if rules:
                con.execute(rules)
                con.execute("UPDATE main.defined SET fingerprint = 'by other rules'")
        with warehouse.read() as snapshot, duckdb.connect(str(file), read_only=True) as con:
            snapshot = replace(snapshot, con=con)
            row = figure.figure(snapshot, indicator, "410001", parse("2022"))
            words = sentences.figures(
                Pen(parse("2022"), "v1", {}), [indicator], {NAME: row}, {}, date(2023, 1, 1), {}
            )
            found = [
                (each.kind, each.name, each.was, each.now, each.first, each.last)
                for each in overwritten.read(snapshot)
            ]
        return row.target, row.status, words, found

    return told


def test_a_report_of_last_year_is_the_same_after_a_new_dated_row(told):
    before = told((BEGINNING, 20.0, ""))
    assert before[3] == []
    assert told((BEGINNING, 20.0, ""), (date(2024, 1, 1), 90.0, "")) == before
    assert told((BEGINNING, 20.0, ""), (date(2024, 1, 1), None, "")) == before
    running = told((BEGINNING, 20.0, ""), (date(2023, 12, 1), 30.0, ""))
    assert running == before, "nobody has reported of a year that is not over"


def test_a_target_that_is_overwritten_or_reaches_back_is_told(told):
    told((BEGINNING, 20.0, ""))
    target, _status, _words, found = told((BEGINNING, 90.0, ""))
    assert target == 90
    assert found == [("target", NAME, 20, 90, date(2022, 1, 1), date(2023, 11, 30))]
    *_rest, found = told((BEGINNING, 90.0, ""), (date(2023, 6, 1), 95.0, ""))
    assert found[1:] == [("target", NAME, 90, 95, date(2023, 1, 1), date(2023, 11, 30))]
    *_rest, found = told()
    assert None in {each[3] for each in found}


def test_a_first_target_for_years_that_are_over_is_told(told):
    told()
    *_rest, found = told((BEGINNING, 20.0, ""))
    assert [each[:4] for each in found] == [("target", NAME, None, 20)]


@pytest.mark.parametrize(
    ("rules", "found"),
    [
        ("UPDATE rules.term_length SET years = years + 1", ["term_length"]),
        ("DELETE FROM rules.holiday WHERE day = (SELECT max(day) FROM rules.holiday)", []),
        ("UPDATE rules.term_length SET valid_to = '2023-06-01' WHERE valid_to IS NULL", ["term_length"]),
        ("UPDATE rules.term_length SET valid_to = '2031-01-01' WHERE valid_to IS NULL", []),
    ],
)
def test_a_rule_that_was_another_for_months_of_the_data_is_told(told, rules, found):
    told((BEGINNING, 20.0, ""), rules=rules)  # as if the rules had been these when it was published
    assert [each[1] for each in told((BEGINNING, 20.0, ""))[3]] == found
