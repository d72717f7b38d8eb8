"""What the first indicators mean, written from the tables in polars, without their SQL."""

import polars as pl

from tests.measure.tables import NOBODY, Meaning, Tables, rows_of


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
    events = t.events("youth_home_event").select("_county", "township", "home_id", "home", "held_on")
    counties = t.areas.filter(pl.col("level") == "county").select("area_code")
    told = (
        t.spoken("youth_home_event")
        .join(counties, on="area_code")
        .select("period", _county="area_code")
        .unique()
    )
    homes = t.monthly("youth_home").filter(pl.col("status") == "open").join(told, on=["_county", "period"])
    homes = homes.join(t.months, on="period").select(
        "area_code", "period", "last_day", "_county", "township", "home_id", "name"
    )
    called = pl.concat([homes.with_columns(called=key) for key in ("home_id", "name")]).unique()
    bearers = called.group_by("_county", "period", "called").len("bearers")
    here = called.group_by("_county", "period", "called", "township").len("here")
    called = called.join(bearers, on=["_county", "period", "called"]).join(
        here, on=["_county", "period", "called", "township"], nulls_equal=True
    )
    active = []
    for written in ("home_id", "home"):
        met = called.join(
            events, left_on=["_county", "called"], right_on=["_county", written], suffix="_event"
        )
        sure = (pl.col("bearers") == 1) | (
            (pl.col("here") == 1) & (pl.col("township") == pl.col("township_event"))
        )
        age = (pl.col("last_day") - pl.col("held_on")).dt.total_days()
        active.append(met.filter(sure, age >= 0, age < 90).select("area_code", "period", "home_id", "name"))
    met = pl.concat(active).unique().with_columns(active=1)
    homes = homes.join(met, on=["area_code", "period", "home_id", "name"], how="left")
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
    told = t.events("aid").filter(pl.col("beneficiaries") > 0)
    return rows_of(told, "project", "amount", "beneficiaries").with_columns(
        denominator_lower_bound=told["_at_least"].list.contains("beneficiaries")
    )


def volunteers_registered(t: Tables) -> pl.DataFrame:
    teams = t.monthly("volunteer_team").filter(
        pl.col("kind") != "station", pl.col("volunteers").is_not_null()
    )
    return rows_of(teams, "name", "volunteers")


MEANT: dict[str, Meaning] = {
    meant.__name__: meant
    for meant in (
        youth_homes,
        youth_home_township_coverage,
        youth_home_active_rate,
        organisations,
        two_new_organisations,
        volunteer_sessions,
        volunteer_person_times,
        volunteer_hours,
        active_volunteers,
        volunteer_hours_per_active,
        funding_received,
        aid_cost_per_beneficiary,
        volunteers_registered,
    )
}
