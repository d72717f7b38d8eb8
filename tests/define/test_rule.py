"""Tables of rules: strict, and in SQL under their own names."""

import re
from datetime import date

import duckdb
import pytest

from tuanqing.define import rule
from tuanqing.define.errors import Malformed
from tuanqing.define.house import RULES
from tuanqing.measure import workdays

GOOD = """
title = "门槛"
about = "几条门槛"
source = "文件"
key = []
[columns]
minimum = { about = "最少", type = "decimal", required = true }
valid_from = { about = "起", type = "date" }
[[rows]]
minimum = 8
valid_from = 2023-01-01
"""


def _dated(text: str) -> str:
    """With an end to its row."""
    return (
        text.replace("[[rows]]", 'valid_to = { about = "止", type = "date" }\n[[rows]]', 1)
        + "valid_to = 2024-01-01\n"
    )


def test_the_rows_of_a_day_are_those_that_hold_on_it(tmp_path):
    file = tmp_path / "limit.toml"
    file.write_text(_dated(GOOD) + "[[rows]]\nminimum = 9\nvalid_from = 2024-01-01\n", "utf-8")
    days = (date(2022, 12, 31), date(2023, 12, 31), date(2024, 1, 1))
    assert [[row["minimum"] for row in rule.load(file).in_force(day)] for day in days] == [[], [8], [9]]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda text: text.replace("minimum = 8", "least = 8"), "[[rows]] 1: has an unknown key `least`"),
        (lambda text: text.replace("minimum = 8\n", ""), "[[rows]] 1: lacks `minimum`"),
        (lambda text: text.replace("= 2023-01-01", '= "2023"'), "`valid_from` is str"),
        (lambda text: text.replace('type = "date"', 'type = "day"'), "`type` is “day”"),
        (lambda text: text.replace("key = []\n", ""), "lacks `key`"),
        (lambda text: text.replace("key = []", 'key = ["stage"]'), "key: names `stage`"),
        (
            lambda text: text + "[[rows]]\nminimum = 9\nvalid_from = 2024-01-01\n",
            "[[rows]] 2: is in force from 2024-01-01, and so is row 1 of the same table. Write `valid_to = 2024-01-01` in row 1",
        ),
        (
            lambda text: _dated(text) + "[[rows]]\nminimum = 9\nvalid_from = 2024-02-01\n",
            "[[rows]] 2: is in force from 2024-02-01, and row 1 of the same table only to 2024-01-01: between them there is no "
            "rule. Write `valid_to = 2024-02-01` in row 1",
        ),
        (
            lambda text: _dated(text).replace("valid_from = 2023", "valid_from = 2024"),
            "[[rows]] 1: ends on 2024-01-01, and begins on 2024-01-01. Write a `valid_to` after",
        ),
    ],
)
def test_a_wrong_rule_is_refused_naming_file_row_and_key(tmp_path, change, complaint):
    file = tmp_path / "limit.toml"
    file.write_text(GOOD, "utf-8")
    assert rule.load(file).rows[0]["minimum"] == 8
    file.write_text(change(GOOD), "utf-8")
    with pytest.raises(Malformed, match=re.escape(complaint)):
        rule.load(file)


@pytest.mark.parametrize(
    ("column", "value", "complaint"),
    [
        (
            "dataset",
            '"volunteers"',
            "[[rows]] 1: `dataset` is 'volunteers', which is not known. Write one of activity, ",
        ),
        ("level", '"town"', "[[rows]] 1: `level` is 'town', which is not known. Write one of province, "),
        (
            "months",
            '"weekly"',
            "[[rows]] 1: `months` is 'weekly', which is not known. Write one of month, quarter, ",
        ),
        ("months", "[3, 13]", "[[rows]] 1: `months` is [3, 13], which is not known."),
        ("months", "[]", "[[rows]] 1: lacks `months`"),
    ],
)
def test_a_reporting_rule_for_what_nobody_knows_is_refused(tmp_path, column, value, complaint):
    text = (RULES / "reporting.toml").read_text("utf-8")
    own = text.partition("[[rows]]")[2].partition("[[rows]]")[0]
    wrong = re.sub(rf"^{column} = .*$", f"{column} = {value}", own, flags=re.MULTILINE)
    file = tmp_path / "reporting.toml"
    file.write_text(text.replace(own, wrong, 1), "utf-8")
    with pytest.raises(Malformed) as fault:
        rule.load(file)
    assert complaint in str(fault.value)


def test_every_dataset_is_owed_by_somebody(contracts):
    rows = rule.load_all()["reporting"].rows
    everywhere = [row for row in rows if not row.get("area")]
    assert sorted(row["dataset"] for row in everywhere if row.get("valid_to") is None) == sorted(contracts)
    assert {len(row["months"]) for row in rows} <= {1, 2, 4, 12}
    assert next(row["months"] for row in rows if row["dataset"] == "aid") == [3, 6, 9, 12]


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (date(2021, 10, 1), date(2021, 10, 7), 0),  # the National Day week
        (date(2021, 10, 8), date(2021, 10, 9), 2),  # Saturday the 9th made up for it
        (date(2024, 2, 4), date(2024, 2, 18), 7),  # Spring Festival: two Sundays worked
        (date(2027, 2, 1), date(2027, 2, 8), 4),  # from our own table: the 5th to the 8th are off
        (date(2027, 3, 1), date(2027, 3, 7), 5),  # a year without notice: Monday to Friday
    ],
)
def test_working_days_follow_the_state_councils_calendar(first, last, days):
    holidays = {row["day"]: row["working"] for row in rule.load_all()["holiday"].rows}
    with duckdb.connect() as con:
        workdays.create(con, holidays)
        found = con.execute(
            "SELECT b.nth - a.nth + a.is_working::INT FROM working_day AS a, working_day AS b WHERE a.day = ? AND b.day = ?",
            [first, last],
        ).fetchall()
    assert found == [(days,)]


def test_a_rule_about_an_indicator_there_is_not_is_refused(tmp_path):
    file = tmp_path / "alert.toml"
    file.write_text((RULES / "alert.toml").read_text("utf-8").replace("study_rate", "nothing"), "utf-8")
    with pytest.raises(Malformed, match="`indicator` is 'nothing', which is not known"):
        rule.load(file)
