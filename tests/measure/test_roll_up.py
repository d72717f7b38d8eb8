"""The engine on trees and facts nobody has thought of: what must hold for any county, and one the mean gets wrong."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import duckdb
import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.measure.oracle import KEYS, differences, roll_up
from tests.measure.trees import plant
from tuanqing.define import query as queries_of
from tuanqing.define.query import Indicator, Library
from tuanqing.measure import build
from tuanqing.store.warehouse import schema

LIBRARY = queries_of.load_all()
MODEL = next(iter(LIBRARY.indicators.values()))
PATHS = tuple(
    (file, sql) for file, sql in LIBRARY.base if file.endswith(("08_area_span.sql", "10_area_path.sql"))
)
MONTHS = [date(2022 + n // 12, n % 12 + 1, 1) for n in range(15)]
AREA = dict.fromkeys(("area_code", "parent_code", "level"), pl.String)
FACT = {
    "area_code": pl.String,
    "period": pl.Date,
    "unit": pl.String,
    "kind": pl.String,
    "numerator": pl.Int64,
    "denominator": pl.Int64,
    "lower_bound": pl.Boolean,
    "denominator_lower_bound": pl.Boolean,
}


def indicator(name: str, numerator: str, denominator: str | None = None, factor: int = 1) -> Indicator:
    """An indicator over the table `fact`, of the rules given."""
    return replace(
        MODEL,
        name=name,
        sql="SELECT * FROM fact",
        by={"kind": "种类"},
        over_time={"numerator": numerator, "denominator": denominator or numerator},
        denominator="分母" if denominator else None,
        factor=factor,
    )


RULES = {
    i.name: i
    for i in (
        indicator("summed", "sum"),
        indicator("at_the_end", "last"),
        indicator("people", "distinct"),
        indicator("percent", "last", "last", 100),
        indicator("percent_of_people", "distinct", "distinct", 100),
        indicator("mean_time", "sum", "distinct"),
        indicator("per_place", "sum", "last"),
    )
}


class Engine:
    """One database, filled and measured again for every example."""

    def __init__(self, con: duckdb.DuckDBPyConnection, contracts: Mapping):
        self.con, self.contracts = con, {"area": contracts["area"]}
        schema.create(con, {})
        con.execute("CREATE TABLE main.area (area_code VARCHAR, parent_code VARCHAR, level VARCHAR)")
        plant(con, view=True)
        con.execute(
            "CREATE TABLE main.fact (area_code VARCHAR, period DATE, unit VARCHAR, kind VARCHAR, numerator BIGINT, "
            "denominator BIGINT, lower_bound BOOLEAN, denominator_lower_bound BOOLEAN)"
        )

    def measure(self, areas: pl.DataFrame, facts: pl.DataFrame, *names: str) -> dict[str, pl.DataFrame]:
        """The cube of each indicator named."""
        wanted = {name: RULES[name] for name in names}
        for table, frame in (("area", areas), ("fact", facts)):
            self.con.register("given", frame)
            self.con.execute(f"DELETE FROM main.{table}")
            self.con.execute(f"INSERT INTO main.{table} SELECT * FROM given")
            self.con.unregister("given")
        build.rebuild(self.con, self.contracts, Library(PATHS, wanted), rules=[])
        found = self.con.sql("SELECT * FROM cube").pl()
        return {name: found.filter(pl.col("indicator") == name).drop("indicator") for name in wanted}


@pytest.fixture(scope="module")
def engine(contracts):
    with duckdb.connect(config={"threads": 1}) as con:
        yield Engine(con, contracts)


@st.composite
def trees(draw) -> pl.DataFrame:
    """A prefecture (or none) with counties, townships, and schools below a township or a county."""
    root = draw(st.sampled_from([None, "P"]))
    rows = [("P", None, "prefecture")] if root else []
    for c in range(draw(st.integers(1, 2))):
        rows.append((f"C{c}", root, "county"))
        for t in range(draw(st.integers(0, 3))):
            rows.append((f"C{c}T{t}", f"C{c}", "township"))
            rows += [(f"C{c}T{t}S{s}", f"C{c}T{t}", "school") for s in range(draw(st.integers(0, 2)))]
        rows += [(f"C{c}S{s}", f"C{c}", "school") for s in range(draw(st.integers(0, 1)))]
    return pl.DataFrame(rows, schema=AREA, orient="row")


@st.composite
def worlds(draw, *, whole: bool = False) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A tree and facts in it. `whole`: nothing is left empty or only bounded, and no numerator exceeds its denominator."""
    tree = draw(trees())
    facts = []
    for _n in range(draw(st.integers(1, 25))):
        high = draw(st.integers(0, 9)) if whole else draw(st.none() | st.integers(0, 9))
        low = draw(st.integers(0, high or 0)) if whole else draw(st.none() | st.integers(0, 9))
        facts.append(
            (
                draw(st.sampled_from(tree["area_code"].to_list())),
                draw(st.sampled_from(MONTHS)),
                draw(st.sampled_from(["甲", "乙", "丙"])),
                draw(st.sampled_from([None, "a", "b"])),
                low,
                high,
                draw(st.booleans()),
                not whole and draw(st.sampled_from([False, False, False, True])),
            )
        )
    return tree, pl.DataFrame(facts, schema=FACT, orient="row")


# An example costs some 100 ms: it is reported as it was found, not shrunk.
examples = settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)


@pytest.mark.parametrize("name", list(RULES))
@given(world=worlds())
@settings(examples, max_examples=5)
def test_the_engine_agrees_with_the_oracle(engine, name, world):
    tree, facts = world
    found = engine.measure(tree, facts, name)[name]
    wrong = differences(found, roll_up(facts, tree, RULES[name]))
    assert wrong.is_empty(), (wrong.sort(KEYS), facts)


@given(worlds())
@examples
def test_an_area_is_the_sum_of_what_is_below_it_and_of_its_own(engine, world):
    tree, facts = world
    found = whole(engine.measure(tree, facts, "summed")["summed"], "month")
    for code in tree["area_code"]:
        below = tree.filter(pl.col("parent_code") == code)["area_code"].to_list()
        for month in MONTHS:
            parts = [found.get((child, month)) for child in below]
            own = facts.filter(pl.col("area_code") == code, pl.col("period") == month)["numerator"].to_list()
            known = [part for part in [*parts, *own] if part is not None]
            assert found.get((code, month)) == (sum(known) if known else None)


def whole(cube: pl.DataFrame, grain: str, part: str = "numerator") -> dict[tuple[str, date], Any]:
    """(area, period) → the figure as a whole."""
    rows = cube.filter(pl.col("dimension") == "", pl.col("grain") == grain)
    return {(area, period): value for area, period, value in rows.select("area_code", "period", part).rows()}


@given(worlds())
@examples
def test_a_longer_period_is_the_sum_of_its_months(engine, world):
    tree, facts = world
    found = engine.measure(tree, facts, "summed")["summed"]
    months = whole(found, "month")
    for grain, width in (("quarter", 3), ("half", 6), ("year", 12)):
        for (area, first), value in whole(found, grain).items():
            inside = [date(first.year, first.month + n, 1) for n in range(width)]
            known = [months[area, m] for m in inside if months.get((area, m)) is not None]
            assert value == (sum(known) if known else None)


@given(worlds(whole=True))
@examples
def test_a_percentage_of_parts_stays_between_0_and_100(engine, world):
    found = engine.measure(*world, "percent")["percent"]
    assert found.filter(~pl.col("value").is_between(0, 100)).is_empty()
    assert found.filter(pl.col("value").is_null() != (pl.col("denominator").fill_null(0) == 0)).is_empty()


@given(worlds())
@examples
def test_people_are_at_most_the_sum_and_at_least_the_most_of_the_parts(engine, world):
    tree, facts = world
    found = engine.measure(tree, facts, "people")["people"]
    months, years = whole(found, "month"), whole(found, "year")
    for (code, month), people in months.items():
        below = tree.filter(pl.col("parent_code") == code)["area_code"].to_list()
        own = facts.filter(pl.col("area_code") == code, pl.col("period") == month, pl.col("numerator") > 0)[
            "unit"
        ].n_unique()
        parts = [months.get((child, month), 0) for child in below]
        assert max([*parts, own]) <= people <= sum(parts) + own
    for (code, year), people in years.items():
        parts = [n for (area, month), n in months.items() if area == code and month.year == year.year]
        assert max(parts) <= people <= sum(parts)


@given(worlds(), st.randoms(use_true_random=False))
@settings(examples, max_examples=8)
def test_the_order_of_the_rows_changes_nothing(engine, world, random):
    tree, facts = world
    order = list(range(facts.height))
    random.shuffle(order)
    names = ("at_the_end", "mean_time")
    before = engine.measure(tree, facts, *names)
    after = engine.measure(tree.reverse(), facts[order], *names)
    for name in names:
        assert before[name].sort(KEYS).equals(after[name].sort(KEYS))


COUNTY = pl.DataFrame(
    [("C", None, "county"), ("T1", "C", "township"), ("T2", "C", "township")],
    schema=AREA,
    orient="row",
)


def facts_of(*rows: tuple) -> pl.DataFrame:
    """Facts from (area, month of 2022, unit, numerator, denominator)."""
    full = [
        (area, date(2022, month, 1), unit, None, low, high, False, False)
        for area, month, unit, low, high in rows
    ]
    return pl.DataFrame(full, schema=FACT, orient="row")


def test_the_rate_of_a_county_is_not_the_mean_of_its_townships(engine):
    facts = facts_of(("T1", 1, "甲", 1, 1), ("T2", 1, "乙", 1, 9))
    found = whole(engine.measure(COUNTY, facts, "percent")["percent"], "month", "value")
    assert found["C", MONTHS[0]] == pytest.approx(20)  # 2 of 10, not (100 + 11.1) ÷ 2


def test_a_month_without_a_denominator_has_no_rate(engine):
    found = engine.measure(COUNTY, facts_of(("T1", 1, "甲", 0, 0)), "percent")["percent"]
    assert whole(found, "month", "value") == {("C", MONTHS[0]): None, ("T1", MONTHS[0]): None}


def test_what_the_last_list_of_a_quarter_leaves_empty_is_unknown_and_not_0(engine):
    facts = facts_of(("T1", 1, "甲", 5, 9), ("T1", 2, "甲", None, 9))
    found = engine.measure(COUNTY, facts, "at_the_end")["at_the_end"]
    assert whole(found, "month")["T1", MONTHS[1]] is None
    assert whole(found, "quarter")["T1", MONTHS[0]] is None


def test_what_is_no_longer_in_the_last_list_is_0(engine):
    facts = pl.concat([facts_of(("T1", 1, "甲", 5, 9)), facts_of(("T1", 2, "乙", 7, 9))])
    facts = facts.with_columns(kind=pl.when(pl.col("unit") == "甲").then(pl.lit("a")).otherwise(pl.lit("b")))
    found = engine.measure(COUNTY, facts, "at_the_end")["at_the_end"].filter(
        pl.col("grain") == "quarter", pl.col("dimension") == "kind", pl.col("area_code") == "C"
    )
    assert dict(found.select("member", "numerator").rows()) == {"a": 0, "b": 7}


def test_a_lower_bound_of_january_is_not_one_of_march(engine):
    facts = facts_of(("T1", 1, "甲", 5, 9), ("T1", 3, "甲", 6, 9)).with_columns(
        lower_bound=pl.col("period") == MONTHS[0]
    )
    found = engine.measure(COUNTY, facts, "at_the_end", "summed")
    assert whole(found["summed"], "quarter", "lower_bound")["C", MONTHS[0]] is True
    assert whole(found["at_the_end"], "quarter", "lower_bound")["C", MONTHS[0]] is False


def test_over_a_denominator_of_at_least_no_rate_is_known(engine):
    facts = facts_of(("T1", 1, "甲", 5, 9), ("T1", 3, "甲", 6, 9)).with_columns(
        lower_bound=True, denominator_lower_bound=pl.col("period") == MONTHS[0]
    )
    found = engine.measure(COUNTY, facts, "percent", "per_place", "summed")
    for name, quarter in (("percent", 100 * 6 / 9), ("per_place", 11 / 9)):
        months = whole(found[name], "month", "value")
        assert (months["C", MONTHS[0]], months["C", MONTHS[2]] is None) == (None, False)
        assert whole(found[name], "month", "lower_bound")["C", MONTHS[0]] is False, (
            "what is not known has no bound"
        )
        assert whole(found[name], "quarter", "value")["C", MONTHS[0]] == pytest.approx(quarter)
    assert whole(found["summed"], "month", "value")["C", MONTHS[0]] == 5
