"""When a term falls due, by hand across the dated changes of the rules."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tuanqing.define import rule
from tuanqing.define.example import parse
from tuanqing.measure.example import run

HAND = [  # body, began, falls due: worked out by hand from the statutes, on both sides of every change
    ("student_branch", "2020-09-10", "2021-09-10"),
    ("branch", "2003-06-30", "2005-06-30"),  # two years before the change of 2003
    ("branch", "2003-07-01", "2006-07-01"),
    ("branch", "2023-05-31", "2026-05-31"),
    ("branch", "2023-06-01", "2026-06-01"),  # the statute of 2023 left it at three
    ("general_branch", "2003-06-30", "2005-06-30"),
    ("general_branch", "2003-07-01", "2006-07-01"),
    ("committee", "2018-06-30", "2021-06-30"),  # three years before the change of 2018
    ("committee", "2018-07-01", "2023-07-01"),
    ("county_committee", "2017-03-01", "2022-03-01"),
    ("county_congress", "2021-11-18", "2024-11-18"),
    ("school_congress", "2022-09-20", "2023-09-20"),
    ("branch", "2020-02-29", "2023-02-28"),  # no 29 February three years on
]


@pytest.mark.parametrize(("body", "began", "falls_due"), HAND)
def test_a_term_falls_due_by_the_rule_in_force_when_it_began(
    contracts, empty, library, body, began, falls_due
):
    day = date.fromisoformat(falls_due) - timedelta(
        days=30
    )  # the list a month before: the calendar must name it
    rules = "\n".join(
        f"{row['body']} | {row['years']} | {row['valid_from']} | {row.get('valid_to') or ''}"
        for row in rule.load_all()["term_length"].rows
    )
    text = f"""By hand.

area
area_code | level  | name
C         | county | 某县

rules.term_length
body | years | valid_from | valid_to
{rules}

term
body_id | name | body   | started_on | as_of
O1      | 甲   | {body} | {began}    | {day}

=>
name | due_on
甲   | {falls_due}
"""
    query = replace(library.queries["terms_calendar"], example=parse(text, "a case by hand"))
    expected, found = run(empty, query, contracts, library)
    assert found == expected
