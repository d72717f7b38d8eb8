"""The pipeline's indicators on the samples, worked out again from the tables."""

import pytest

from tests.measure import oracle_party, oracle_pipeline
from tests.measure.oracle import roll_up
from tests.measure.test_oracle import INDICATORS, Tables, assert_same, cube_of

MEANT = {**oracle_pipeline.MEANT, **oracle_party.MEANT}


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


def test_every_indicator_of_the_pipeline_is_worked_out_twice():
    badges = {name for name in INDICATORS if name.startswith("badge_")}
    assert badges | {name for name, each in INDICATORS.items() if each.topic == "pipeline"} == set(MEANT)
