"""The cube of the samples against an oracle: worked out and rolled up again in polars, from the tables' rows."""

import polars as pl
import pytest

from tests.measure.oracle import KEYS, differences, pairs, roll_up
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


# What each indicator means, written without its SQL.


class Tables:
    """The rows of the samples' tables, and the lists in force month by month."""

    def __init__(self, con):
        self.con = con
        self.areas = con.sql("SELECT * FROM store.area WHERE _ended IS NULL").pl()
        self.paths = pairs(self.areas.select("area_code", "parent_code")).join(
            self.areas.select(ancestor="area_code", level="level"), on="ancestor"
        )
        self.lists = con.sql("SELECT DISTINCT dataset, as_of, cover, county FROM store.list").pl()
        self.lists = self.lists.filter(pl.col("dataset") != "area")
        days = pl.concat(
            [
                self.lists.select(day="as_of"),
                *(self.rows(dataset).select(day=column) for dataset, column in EVENTS.items()),
            ]
        )
        day = pl.col("day")
        first, last = days.select(day.min().dt.month_start(), last=day.max()).row(0)
        months = pl.date_range(first, last, interval="1mo", eager=True)
        self.months = pl.DataFrame({"period": months}).with_columns(last_day=pl.col("period").dt.month_end())

    def rows(self, dataset: str) -> pl.DataFrame:
        """All rows nobody has replaced or withdrawn."""
        return self.con.sql(f"SELECT * FROM store.{dataset} WHERE _ended IS NULL").pl()

    def listed(self, dataset: str) -> pl.DataFrame:
        """By month and covered area, the date of the newest list that is not younger than the month."""
        own = self.lists.filter(pl.col("dataset") == dataset).drop("dataset")
        known = self.months.join(own, how="cross").filter(pl.col("as_of") <= pl.col("last_day"))
        return known.group_by("period", "cover", "county").agg(pl.col("as_of").max())

    def monthly(self, dataset: str) -> pl.DataFrame:
        """The rows of a registry as they stood at the end of each month."""
        listed = self.listed(dataset)
        return self.rows(dataset).join(listed, left_on=["_cover", "_as_of"], right_on=["cover", "as_of"])

    def events(self, dataset: str) -> pl.DataFrame:
        """The rows of an events dataset with the month they fall in."""
        day = pl.col(EVENTS[dataset])
        return self.rows(dataset).with_columns(period=pl.date(day.dt.year(), day.dt.month(), 1))


EVENTS = {
    "volunteer_service": "served_on",
    "youth_home_event": "held_on",
    "funding": "paid_on",
    "aid": "paid_on",
}
NOBODY = pl.lit(None, pl.Int64)


@pytest.fixture(scope="module")
def tables(con):
    return Tables(con)


def rows_of(frame: pl.DataFrame, unit: str, numerator, denominator=NOBODY, *by: str) -> pl.DataFrame:
    return frame.select(
        "area_code", "period", pl.col(unit).alias("unit"), *by, numerator=numerator, denominator=denominator
    )


def youth_homes(t: Tables) -> pl.DataFrame:
    return rows_of(t.monthly("youth_home"), "name", (pl.col("status") == "open").cast(int), NOBODY, "level")


def youth_home_township_coverage(t: Tables) -> pl.DataFrame:
    homes = t.monthly("youth_home").filter(
        pl.col("status") == "open", pl.col("level").is_null() | (pl.col("level") == "branch")
    )
    covered = homes.select("period", area_code="township").unique().with_columns(covered=1)
    townships = t.areas.filter(pl.col("level") == "township", "counts").select(
        "area_code", "valid_from", "valid_to", "_county"
    )
    standing = townships.join(t.months, how="cross").filter(
        pl.col("valid_from").is_null() | (pl.col("valid_from") <= pl.col("last_day")),
        pl.col("valid_to").is_null() | (pl.col("valid_to") > pl.col("last_day")),
    )
    told = t.listed("youth_home").select("period", _county="county").unique()
    asked = standing.join(told, on=["period", "_county"]).join(
        covered, on=["period", "area_code"], how="left"
    )
    return rows_of(asked, "area_code", pl.col("covered").fill_null(0), pl.lit(1))


def youth_home_active_rate(t: Tables) -> pl.DataFrame:
    events = t.events("youth_home_event").select("_county", "home_id", "home", "held_on", "period")
    told = events.select("_county", "period").unique()
    homes = t.monthly("youth_home").filter(pl.col("status") == "open").join(told, on=["_county", "period"])
    homes = homes.join(t.months, on="period").select(
        "area_code", "period", "last_day", "_county", "home_id", "name"
    )
    active = []
    for called, written in [(a, b) for a in ("home_id", "name") for b in ("home_id", "home")]:
        met = homes.join(
            events.drop("period"), left_on=["_county", called], right_on=["_county", written], suffix="_event"
        )
        age = (pl.col("last_day") - pl.col("held_on")).dt.total_days()
        active.append(met.filter(age >= 0, age < 90).select("_county", "period", "home_id"))
    met = pl.concat(active).unique().with_columns(active=1)
    homes = homes.join(met, on=["_county", "period", "home_id"], how="left")
    return rows_of(homes, "name", pl.col("active").fill_null(0), pl.lit(1))


def organisations(t: Tables) -> pl.DataFrame:
    return rows_of(t.monthly("organisation"), "name", pl.lit(1), NOBODY, "type", "industry")


def two_new_organisations(t: Tables) -> pl.DataFrame:
    fields = {"social_organisation": "social", "non_public_enterprise": "non_public"}
    found = t.monthly("organisation").filter(pl.col("industry").is_in(list(fields)))
    found = found.with_columns(field=pl.col("industry").replace_strict(fields))
    return rows_of(found, "name", pl.lit(1), NOBODY, "field")


def effective(t: Tables) -> pl.DataFrame:
    return t.events("volunteer_service").filter(pl.col("status") == "effective")


def volunteer_sessions(t: Tables) -> pl.DataFrame:
    town = pl.col("township")
    sessions = (
        effective(t)
        .with_columns(by=pl.coalesce("team", "area_code"))
        .group_by("_county", "project", "by", "served_on", "period")
        .agg(
            places=pl.col("area_code").n_unique(),
            first=pl.col("area_code").min(),
            towns=town.drop_nulls().n_unique(),
            town=town.min(),
        )
        .with_columns(
            area_code=pl.when(pl.col("places") == 1)
            .then("first")
            .when(pl.col("towns") == 1)
            .then("town")
            .otherwise("_county")
        )
    )
    return rows_of(sessions, "project", pl.lit(1))


def volunteer_person_times(t: Tables) -> pl.DataFrame:
    return rows_of(effective(t).filter(pl.col("person_times").is_not_null()), "project", "person_times")


def volunteer_hours(t: Tables) -> pl.DataFrame:
    return rows_of(
        effective(t).filter(pl.col("hours").is_not_null()), "project", "hours", NOBODY, "hours_kind"
    )


def active_volunteers(t: Tables) -> pl.DataFrame:
    return rows_of(effective(t).filter(pl.col("person").is_not_null()), "person", pl.lit(1))


def volunteer_hours_per_active(t: Tables) -> pl.DataFrame:
    known = effective(t).filter(pl.col("person").is_not_null(), pl.col("hours").is_not_null())
    return rows_of(known, "person", "hours", pl.lit(1))


def funding_received(t: Tables) -> pl.DataFrame:
    known = t.events("funding").filter(pl.col("received").is_not_null())
    return rows_of(known, "project", "received", NOBODY, "source", "purpose")


def aid_cost_per_beneficiary(t: Tables) -> pl.DataFrame:
    return rows_of(t.events("aid").filter(pl.col("beneficiaries") > 0), "project", "amount", "beneficiaries")


def volunteers_registered(t: Tables) -> pl.DataFrame:
    teams = t.monthly("volunteer_team").filter(
        pl.col("kind") != "station", pl.col("volunteers").is_not_null()
    )
    return rows_of(teams, "name", "volunteers")


MEANT = [
    youth_homes, youth_home_township_coverage, youth_home_active_rate, organisations, two_new_organisations,
    volunteer_sessions, volunteer_person_times, volunteer_hours, active_volunteers, volunteer_hours_per_active,
    funding_received, aid_cost_per_beneficiary, volunteers_registered,
]  # fmt: skip


@pytest.mark.parametrize("meant", MEANT, ids=lambda meant: meant.__name__)
def test_the_cube_is_what_the_tables_say(meant, con, tables):
    indicator = INDICATORS[meant.__name__]
    assert_same(
        cube_of(con, indicator.name).with_columns(lower_bound=False),
        roll_up(meant(tables), tables.areas, indicator),
    )


def test_the_tables_are_asked_about_every_rule():
    rules = {rule for meant in MEANT for rule in INDICATORS[meant.__name__].over_time.values()}
    assert rules == {"last", "sum", "distinct"}
