"""The cube of the samples against an oracle: rolled up again in polars, from the queries' rows and from the tables'."""

import polars as pl
import pytest

from tests.measure.oracle import KEYS, differences, roll_up
from tuanqing.define import query as queries_of

INDICATORS = queries_of.load_all().indicators


@pytest.fixture(scope="module")
def con(samples):
    with samples.read() as connection:
        yield connection


@pytest.fixture(scope="module")
def areas(con):
    return con.sql("SELECT area_code, parent_code FROM area").pl()


def cube_of(con, name: str) -> pl.DataFrame:
    columns = ", ".join([*KEYS, "numerator", "denominator", "value", "lower_bound"])
    return con.sql(f"SELECT {columns} FROM cube WHERE indicator = '{name}'").pl()


@pytest.mark.parametrize("name", list(INDICATORS))
def test_the_cube_is_the_sum_of_the_rows_of_its_query(name, con, areas):
    facts = con.sql(f"SELECT * FROM indicator.{name}").pl()
    cube = cube_of(con, name)
    assert cube.select(KEYS).is_duplicated().sum() == 0
    wrong = differences(cube, roll_up(facts, areas, INDICATORS[name]))
    assert wrong.is_empty(), wrong.sort(KEYS).head(10)


@pytest.mark.parametrize("name", list(INDICATORS))
def test_a_lower_bound_is_shown_where_one_is_summed_up(name, con, areas):
    facts = con.sql(f"SELECT * FROM indicator.{name}").pl()
    expected = roll_up(facts, areas, INDICATORS[name])
    both = cube_of(con, name).join(expected, on=KEYS, suffix="_expected")
    wrong = both.filter(pl.col("lower_bound") != pl.col("lower_bound_expected"))
    assert wrong.is_empty(), wrong.sort(KEYS).head(10)


@pytest.mark.parametrize("name", list(INDICATORS))
def test_every_row_of_a_query_has_a_place_a_month_and_a_unit(name, con):
    lost = con.execute(
        f"SELECT count(*) FROM indicator.{name} WHERE period IS NULL OR unit IS NULL OR area_code IS NULL "
        "OR area_code NOT IN (SELECT area_code FROM area)"
    ).fetchone()
    assert lost == (0,)
