"""Every query does what its worked example says: the same text the dictionary prints as its 算例."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.sweeps import some
from tuanqing.define import query as queries_of
from tuanqing.define import rule as rules_of
from tuanqing.define import steps as steps_of
from tuanqing.define.errors import Malformed
from tuanqing.measure.example import run

LIBRARY = queries_of.load_all()
LEANING = [
    name
    for name, query in LIBRARY.queries.items()
    if any(table.name.startswith("rules.") for table in query.example.tables)
]


@pytest.fixture
def other_thresholds(monkeypatch) -> None:
    """Rules no county has: an example lists those it leans on; those of data/rules are the counties' to change."""
    known, lists = rules_of.load_all(), steps_of.load_all()
    others = {
        name: replace(
            rules, rows=tuple({key: _other(value) for key, value in row.items()} for row in rules.rows)
        )
        for name, rules in known.items()
    }
    assert others["term_length"].rows != known["term_length"].rows
    monkeypatch.setattr(rules_of, "load_all", lambda: others)
    monkeypatch.setattr(steps_of, "load_all", lambda: {name: replace(each, stalled_after_days=1) for name, each in lists.items()})  # fmt: skip


@pytest.mark.parametrize("name", [name for name in LIBRARY.queries if name not in LEANING])
def test_a_query_does_what_its_worked_example_says(name, contracts, empty):
    expected, found = run(empty, LIBRARY.queries[name], contracts, LIBRARY)
    assert expected
    assert found == expected


@pytest.mark.usefixtures("other_thresholds")
@pytest.mark.parametrize("name", some(LEANING, 4))
def test_one_that_leans_on_rules_does_so_whatever_the_thresholds_are(name, contracts, empty):
    expected, found = run(empty, LIBRARY.queries[name], contracts, LIBRARY)
    assert expected
    assert found == expected


def test_many_lean_on_rules():
    assert len(LEANING) > 40


def _other(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value * 3 + 1
    return value + timedelta(days=400) if isinstance(value, date) else value


@pytest.mark.parametrize(
    "query",
    [LIBRARY.queries[LEANING[0]], LIBRARY.queries["league_admission"]],
    ids=lambda query: query.topic,
)
def test_an_example_that_does_not_list_the_rules_it_leans_on_is_refused(query, contracts, empty):
    bare = tuple(table for table in query.example.tables if not table.name.startswith("rules."))
    with pytest.raises(
        Malformed, match=rf"{query.name}\.txt: lists no row of rules\.\w+.*, which the query reads"
    ):
        run(empty, replace(query, example=replace(query.example, tables=bare)), contracts, LIBRARY)
