"""The audit finds what is wrong with a county made up at random, and says next to nothing of one in which nothing is."""

import pytest

from tests.measure.audit import proof
from tests.measure.audit.faults import FAULTS

COUNTIES = (1, 2)


@pytest.fixture(scope="module")
def checks(library):
    return proof.library(library)


@pytest.mark.parametrize("number", COUNTIES)
def test_every_fault_is_found_with_the_rows_that_are_false(number, contracts, checks):
    outcome = proof.audit(number, contracts, checks, faulty=True)
    assert {seeded.kind for seeded in outcome.seeded} == FAULTS.keys()
    assert outcome.missed == outcome.twice == ()


@pytest.mark.parametrize("number", COUNTIES)
def test_of_a_clean_county_it_says_next_to_nothing(number, contracts, checks):
    """At most in one of twenty checks there is a finding, and at most one row of a thousand is doubted."""
    outcome = proof.audit(number, contracts, checks, faulty=False)
    assert len({check for check, *_rest in outcome.other}) * 20 <= len(checks.queries)
    assert outcome.doubted.total() * 1000 <= outcome.figures
