"""The cube of the samples against an oracle: worked out and rolled up again in polars, from the tables' rows."""

from pathlib import Path

import polars as pl
import pytest

from tests.measure import oracle_basic, oracle_party, oracle_pipeline, oracle_spine, oracle_systems
from tests.measure.oracle import KEYS, differences, roll_up
from tests.measure.oracle_silence import zeros
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


@pytest.fixture(scope="module")
def measured(con) -> dict[str, dict[str, list[str]]]:
    """By indicator and dataset, the columns it reads."""
    found: dict[str, dict[str, list[str]]] = {}
    for name, dataset, columns in con.execute("SELECT indicator, dataset, columns FROM measured").fetchall():
        found.setdefault(name, {})[dataset] = columns
    return found


def cube_of(con, name: str) -> pl.DataFrame:
    columns = ", ".join([*KEYS, "numerator", "denominator", "value", "lower_bound"])
    return con.frame(f"SELECT {columns} FROM cube WHERE indicator = '{name}'")


def assert_same(cube: pl.DataFrame, expected: pl.DataFrame, name: str) -> None:
    assert cube.height, name
    assert not cube.select(KEYS).is_duplicated().any(), name
    wrong = differences(cube, expected)
    assert wrong.is_empty(), (name, wrong.sort(KEYS).head(10))


# One test each, not one per indicator: `pytest -k <an indicator>` would wait for the samples.
def test_every_row_of_a_query_has_a_place_a_month_and_a_unit(con):
    for name in INDICATORS:
        lost = con.execute(
            f"SELECT count(*) FROM indicator.{name} WHERE period IS NULL OR unit IS NULL OR area_code IS NULL "
            "OR area_code NOT IN (SELECT area_code FROM area)"
        ).fetchall()[0]
        assert lost == (0,), name


@pytest.mark.parametrize("oracle", ORACLES, ids=lambda oracle: oracle.__name__.rpartition(".")[2])
def test_the_cube_is_what_the_tables_say(oracle, con, tables, measured):
    for name, meaning in oracle.MEANT.items():
        found = cube_of(con, name).with_columns(lower_bound=False)
        rows = meaning(tables)
        facts = pl.concat(
            [rows, zeros(tables, INDICATORS[name], measured[name], rows)], how="diagonal_relaxed"
        )
        assert_same(found, roll_up(facts, tables.areas, INDICATORS[name]), name)


def test_no_twin_is_lost():
    """An indicator needs none. Those that have one are listed, and a listed one leaves only with its indicator."""
    twins = (Path(__file__).parent / "twins.txt").read_text("utf-8").split()
    assert sorted(MEANT) == twins
    assert sum(len(oracle.MEANT) for oracle in ORACLES) == len(MEANT)
    assert MEANT.keys() <= INDICATORS.keys()
