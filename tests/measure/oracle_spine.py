"""What the indicators of coverage, money and Youth Home events mean, written from the tables in polars, without their SQL."""

import polars as pl

from tests.measure.oracle_basic import effective
from tests.measure.oracle_work import events, of_list
from tests.measure.tables import NOBODY, ONE, Meaning, Tables, rows_of

ANY = pl.lit(True)
PUPILS = r"(小学|幼儿园|教学点)$"
CENT = pl.lit(0)


def standing(t: Tables, level: str) -> pl.DataFrame:
    """The areas of a level that exist in each month, with their county."""
    return (
        t.areas.filter(pl.col("level") == level)
        .join(t.months, how="cross")
        .filter(
            pl.col("valid_from").is_null() | (pl.col("valid_from") <= pl.col("last_day")),
            pl.col("valid_to").is_null() | (pl.col("valid_to") > pl.col("last_day")),
        )
    )


def reported(t: Tables, dataset: str, column: str | None = None) -> pl.DataFrame:
    """The counties and months some file of the dataset speaks for (with a column)."""
    spoken = t.spoken(dataset)
    if column:
        spoken = spoken.filter(pl.col("columns").list.contains(column))
    counties = t.areas.filter(pl.col("level") == "county").select("area_code")
    return spoken.join(counties, on="area_code").select("period", _county="area_code").unique()


def covered(dataset: str, level: str, where: pl.Expr, place: str = "", areas: pl.Expr = ANY) -> Meaning:
    """The share of the areas of a level in which the list in force has a row."""

    def meaning(t: Tables) -> pl.DataFrame:
        met = t.monthly(dataset).filter(where).select("period", area_code=place or level).unique()
        asked = standing(t, level).filter(pl.col("counts"), areas)
        asked = asked.join(reported(t, dataset), on=["period", "_county"])
        found = asked.join(met.with_columns(met=1), on=["period", "area_code"], how="left")
        return rows_of(found, "name", pl.col("met").fill_null(0), ONE)

    return meaning


def summed(dataset: str, day: str, column: str, *by: str) -> Meaning:
    """A column of an events dataset, summed where it is filled in."""
    return lambda t: rows_of(
        events(t, dataset, day).filter(pl.col(column).is_not_null()), "project", column, NOBODY, *by
    )


def members(t: Tables) -> pl.DataFrame:
    """The lines of the count, without a county's own line where it is the sum of the others."""
    lines, n = t.monthly("member_count"), pl.col("members")
    county = ["_county", "period"]
    others = n.sum().over(county) - n
    is_sum = (
        (pl.col("area_code") == pl.col("_county")) & (n > 0) & (n == others) & (pl.len().over(county) > 2)
    )
    return rows_of(lines.filter(~is_sum), "org_name", "members")


def volunteer_township_coverage(t: Tables) -> pl.DataFrame:
    """Townships with an effective service in the month."""
    served = effective(t).drop_nulls("township").select("period", area_code="township").unique()
    asked = (
        standing(t, "township")
        .filter(pl.col("counts"))
        .join(reported(t, "volunteer_service"), on=["period", "_county"])
    )
    asked = asked.join(served.with_columns(met=1), on=["period", "area_code"], how="left")
    return rows_of(asked, "area_code", pl.col("met").fill_null(0), ONE)


def heads(t: Tables, column: str, *levels: str) -> pl.DataFrame:
    """People by the finest of `levels` that has a figure: an area counts only where none below it has one."""
    found: list[pl.DataFrame] = []
    for level in levels:
        rows = standing(t, level).filter(pl.col(column) > 0)
        for finer in found:
            above = t.paths.filter(pl.col("level") == level).select("area_code", above="ancestor")
            told = (
                finer.select("period", "area_code")
                .join(above, on="area_code")
                .select("period", area_code="above")
            )
            rows = rows.join(told, on=["period", "area_code"], how="anti")
        found.append(rows.with_columns(level=pl.lit(level)))
    return pl.concat(found)


def volunteers_per_100_youth(t: Tables) -> pl.DataFrame:
    """Registered volunteers where the young people are counted, and the young people where the teams are listed."""
    people = heads(t, "youth", "township", "county")
    teams = t.monthly("volunteer_team").filter(
        pl.col("kind") != "station", pl.col("volunteers").is_not_null()
    )
    towns = people.filter(pl.col("level") == "township").select("period", township="area_code")
    known = people.select("period", "_county").unique()
    whole = people.filter(pl.col("level") == "county").select("period", "_county")
    alone = teams.filter(pl.col("township").is_null()).join(known, on=["period", "_county"], how="semi")
    placed = teams.filter(pl.col("township").is_not_null())
    at_home = placed.join(towns, on=["period", "township"], how="semi")
    by_county = placed.join(whole, on=["period", "_county"], how="semi")
    people = people.join(reported(t, "volunteer_team"), on=["period", "_county"])
    return pl.concat(
        [
            *(
                rows_of(rows, "name", pl.col("volunteers").cast(int), CENT.cast(int))
                for rows in (alone, at_home, by_county)
            ),
            rows_of(people, "name", CENT.cast(int), pl.col("youth").cast(int)),
        ]
    )


def pioneer_funding_per_head(t: Tables) -> pl.DataFrame:
    """Pioneer money received where the Pioneers are counted, over the Pioneers from the first booking of a year on."""
    people = heads(t, "pioneers", "school", "township", "county")
    towns = t.paths.filter(pl.col("level") == "township").select("area_code", town="ancestor")
    people = people.join(towns, on="area_code", how="left")
    money = t.events("funding")
    books = money.filter(pl.col("purpose") == "pioneers").select("_county").unique()
    ledger = reported(t, "funding", "purpose").join(books, on="_county", how="semi")
    begun = ledger.group_by("_county", year=pl.col("period").dt.year()).agg(begun=pl.col("period").min())
    known = people.select("period", "_county").unique()
    whole = people.filter(pl.col("level") == "county").select("period", "_county").unique()
    at = people.filter(pl.col("town").is_not_null()).select("period", township="town").unique()
    got = money.filter(pl.col("purpose") == "pioneers", pl.col("received").is_not_null())
    got = pl.concat(
        [
            got.filter(pl.col("township").is_null()).join(known, on=["period", "_county"], how="semi"),
            got.filter(pl.col("township").is_not_null())
            .join(whole, on=["period", "_county"], how="anti")
            .join(at, on=["period", "township"], how="semi"),
            got.filter(pl.col("township").is_not_null()).join(whole, on=["period", "_county"], how="semi"),
        ]
    )
    asked = people.with_columns(year=pl.col("period").dt.year()).join(begun, on=["_county", "year"])
    asked = asked.filter(pl.col("begun") <= pl.col("period"))
    asked = asked.join(ledger.with_columns(told=True), on=["_county", "period"], how="left")
    silent = pl.when(pl.col("told")).then(0.0)
    return pl.concat(
        [
            rows_of(got, "project", pl.col("received").cast(float), pl.lit(0)),
            rows_of(asked, "name", silent, pl.col("pioneers").cast(pl.Int32)),
        ]
    )


def home_events(t: Tables) -> pl.DataFrame:
    """The events of Youth Homes, each in the area the newest register knows its home to be in."""
    rows = t.rows("youth_home")
    newest = rows.filter(pl.col("_as_of") == pl.col("_as_of").max().over("_cover"))
    called = pl.concat(
        [
            newest.select("_county", "township", "home_id", known="name", at="area_code", called=key)
            for key in ("home_id", "name")
        ]
    )
    called = called.unique().drop_nulls("called").drop("home_id")
    found = t.events("youth_home_event")
    for key in ("home_id", "home"):
        for names in (
            ["_county"],
            ["_county", "township"],
        ):  # the only one of the county, else of the township
            alone = called.filter(pl.len().over(*names, "called") == 1)
            alone = alone.select(*names, "called", pl.col("at", "known").name.suffix(f"_{key}_{len(names)}"))
            found = found.join(
                alone.drop_nulls(), left_on=[*names, key], right_on=[*names, "called"], how="left"
            )
    order = [f"_{key}_{names}" for key in ("home_id", "home") for names in (1, 2)]
    return found.with_columns(
        area_code=pl.coalesce(*("at" + end for end in order), "area_code"),
        home=pl.coalesce(*("known" + end for end in order), "home"),
    )


def per_home(t: Tables, numerator: pl.Expr, where: pl.Expr) -> pl.DataFrame:
    """Events over open homes: a silent home is 0 where its county has reported events, unknown where it has not."""
    told = reported(t, "youth_home_event")
    begun = told.group_by("_county", year=pl.col("period").dt.year()).agg(begun=pl.col("period").min())
    year = pl.col("period").dt.year()
    homes = t.monthly("youth_home").filter(pl.col("status") == "open").with_columns(year=year)
    homes = homes.join(begun, on=["_county", "year"]).filter(pl.col("begun") <= pl.col("period"))
    homes = homes.join(told.with_columns(told=True), on=["_county", "period"], how="left")
    listed = reported(t, "youth_home").select("_county", year=year).unique()
    met = (
        home_events(t).filter(where).with_columns(year=year).join(listed, on=["_county", "year"], how="semi")
    )
    return pl.concat(
        [
            rows_of(homes, "name", pl.when(pl.col("told")).then(pl.lit(0, pl.Int64)), ONE),
            rows_of(met, "home", numerator.cast(pl.Int64), pl.lit(0)),
        ]
    )


TIMES = pl.col("person_times")
STATION = pl.col("kind") == "station"
MEANT: dict[str, Meaning] = {
    "aid_amount": summed("aid", "paid_on", "amount", "project"),
    "aid_beneficiaries": summed("aid", "paid_on", "beneficiaries", "project"),
    "aid_person_times": summed("aid", "paid_on", "person_times", "project"),
    "funding_spent": summed("funding", "paid_on", "spent", "source", "purpose"),
    "members": members,
    "organisation_school_coverage": covered(
        "organisation", "school", ANY, areas=~pl.col("kind").fill_null("").str.contains(PUPILS)
    ),
    "organisation_township_coverage": covered("organisation", "township", ANY),
    "organisation_village_coverage": covered("organisation", "village", ANY),
    "pioneer_funding_per_head": pioneer_funding_per_head,
    "volunteer_station_county_coverage": covered(
        "volunteer_team", "county", STATION & (pl.col("level") == "county"), "_county"
    ),
    "volunteer_station_township_coverage": covered(
        "volunteer_team", "township", STATION & (pl.col("level") == "township")
    ),
    "volunteer_station_village_coverage": covered(
        "volunteer_team", "village", STATION & (pl.col("level") == "village")
    ),
    "volunteer_teams": of_list("volunteer_team", "name", pl.col("kind") != "station", "kind"),
    "volunteer_township_coverage": volunteer_township_coverage,
    "volunteers_per_100_youth": volunteers_per_100_youth,
    "youth_home_community_coverage": covered("youth_home", "village", pl.col("status") == "open"),
    "youth_home_events": lambda t: rows_of(home_events(t), "home", ONE),
    "youth_home_events_per_home": lambda t: per_home(t, ONE, ANY),
    "youth_home_person_times": lambda t: rows_of(home_events(t).drop_nulls("person_times"), "home", "person_times"),
    "youth_home_person_times_per_home": lambda t: per_home(t, TIMES, TIMES.is_not_null()),
    "youth_home_reach": of_list(
        "youth_home", "name", (pl.col("status") == "open") & pl.col("reach").is_not_null(), numerator=pl.col("reach")
    ),
    "youth_home_platform_rate": lambda t: rows_of(
        t.monthly("youth_home")
        .filter(pl.col("status") == "open")
        .join(t.months, on="period")
        .with_columns(there=pl.coalesce("on_platform", pl.col("platform_on") <= pl.col("last_day")))
        .drop_nulls("there"),
        "name", pl.col("there").cast(int), ONE,
    ),
}  # fmt: skip
