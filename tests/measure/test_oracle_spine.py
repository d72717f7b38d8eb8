"""Coverage, money and Youth Home events on the samples, worked out again from the tables; and nothing left out."""

import pytest

from tests.measure import oracle_spine, test_oracle, test_oracle_pipeline, test_oracle_work
from tests.measure.oracle import roll_up
from tests.measure.test_oracle import INDICATORS, Tables, assert_same, cube_of

MEANT = oracle_spine.MEANT


@pytest.fixture(scope="module")
def con(samples):
    with samples.read() as connection:
        yield connection


@pytest.fixture(scope="module")
def tables(con):
    return Tables(con)


@pytest.mark.parametrize("name", list(MEANT))
def test_the_cube_is_what_the_tables_say(name, con, tables):
    found = cube_of(con, name).with_columns(lower_bound=False)
    assert_same(found, roll_up(MEANT[name](tables), tables.areas, INDICATORS[name]))


def test_every_indicator_is_worked_out_twice():
    basic = {meant.__name__ for meant in test_oracle.MEANT}
    others = (MEANT, test_oracle_pipeline.MEANT, test_oracle_work.MEANT)
    assert basic.union(*others) == set(INDICATORS)
