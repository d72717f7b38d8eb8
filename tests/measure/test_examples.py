"""Every query does what its worked example says: the same text the dictionary prints as its 算例."""

import pytest

from tuanqing.define import query as queries_of
from tuanqing.measure.example import run

LIBRARY = queries_of.load_all()


@pytest.mark.usefixtures("rules_once")
@pytest.mark.parametrize("name", list(LIBRARY.queries))
def test_a_query_does_what_its_worked_example_says(name, contracts, empty):
    expected, found = run(empty, LIBRARY.queries[name], contracts, LIBRARY)
    assert expected
    assert found == expected
