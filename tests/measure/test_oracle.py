"""The cube of the samples against an oracle: worked out and rolled up again in polars, from the tables' rows."""

import polars as pl
import pytest

from tests.measure import oracle_basic, oracle_party, oracle_pipeline, oracle_spine, oracle_systems
from tests.measure.oracle import KEYS, differences, roll_up
from tests.measure.tables import Tables
from tuanqing.define import query as queries_of

INDICATORS = queries_of.load_all().indicators
ORACLES = (oracle_basic, oracle_party, oracle_pipeline, oracle_spine, oracle_systems)
MEANT = {name: meaning for oracle in ORACLES for name, meaning in oracle.MEANT.items()}


@pytest.fixture(scope="module")
def con(samples):
    with samples.read() as connection:
        yield connection


@pytest.fixture(scope="module")
def tables(con):
    return Tables(con)


def cube_of(con, name: str) -> pl.DataFrame:
    columns = ", ".join([*KEYS, "numerator", "denominator", "value", "lower_bound"])
    return con.frame(f"SELECT {columns} FROM cube WHERE indicator = '{name}'")


def assert_same(cube: pl.DataFrame, expected: pl.DataFrame) -> None:
    assert cube.height
    assert not cube.select(KEYS).is_duplicated().any()
    wrong = differences(cube, expected)
    assert wrong.is_empty(), wrong.sort(KEYS).head(10)


@pytest.mark.parametrize("name", list(INDICATORS))
def test_every_row_of_a_query_has_a_place_a_month_and_a_unit(name, con):
    lost = con.execute(
        f"SELECT count(*) FROM indicator.{name} WHERE period IS NULL OR unit IS NULL OR area_code IS NULL "
        "OR area_code NOT IN (SELECT area_code FROM area)"
    ).fetchall()[0]
    assert lost == (0,)


@pytest.mark.parametrize("name", list(MEANT))
def test_the_cube_is_what_the_tables_say(name, con, tables):
    found = cube_of(con, name).with_columns(lower_bound=False)
    assert_same(found, roll_up(MEANT[name](tables), tables.areas, INDICATORS[name]))


def test_every_indicator_is_worked_out_twice():
    assert set(MEANT) == set(INDICATORS)
    assert sum(len(oracle.MEANT) for oracle in ORACLES) == len(MEANT)
