"""What the indicators of the work systems mean, written from the tables in polars, without their SQL."""

import tomllib
from datetime import date

import polars as pl

from tests.measure.tables import NOBODY, ONE, Meaning, Tables, rows_of
from tuanqing.define.house import RULES

FOREVER = date(2999, 1, 1)


def rules(name: str) -> pl.DataFrame:
    """A table of rules as written, with an end to every row."""
    rows = tomllib.loads((RULES / f"{name}.toml").read_text("utf-8"))["rows"]
    return pl.DataFrame([{"valid_to": FOREVER, **row} for row in rows], infer_schema_length=None)


def amount(rule: str) -> int:
    """A number of cadre_rule; they have not changed yet."""
    return rules("cadre_rule").filter(pl.col("rule") == rule)["amount"].item()


def events(t: Tables, dataset: str, day: str) -> pl.DataFrame:
    """The rows of an events dataset with the month `day` falls in; rows without it are left out."""
    return t.rows(dataset).filter(pl.col(day).is_not_null()).with_columns(period=pl.col(day).dt.month_start())


def latest(t: Tables, dataset: str) -> pl.DataFrame:
    """The newest list of each covered area."""
    rows = t.rows(dataset)
    return rows.filter(pl.col("_as_of") == pl.col("_as_of").max().over("_cover"))


def recent(frame: pl.DataFrame, day: str) -> pl.DataFrame:
    """Rows dated in the year of their list or the two before it, with their month."""
    since = pl.date(pl.col("_as_of").dt.year() - 2, 1, 1)
    return frame.filter(pl.col(day) >= since).with_columns(period=pl.col(day).dt.month_start())


def of_list(dataset: str, unit: str, where: pl.Expr, *by: str, numerator: pl.Expr = ONE) -> Meaning:
    """So many rows of the list in force."""
    return lambda t: rows_of(t.monthly(dataset).filter(where), unit, numerator, NOBODY, *by)


def share_of_list(dataset: str, unit: str, where: pl.Expr, numerator: pl.Expr, *by: str) -> Meaning:
    """The share of the rows of the list in force."""
    return lambda t: rows_of(t.monthly(dataset).filter(where), unit, numerator, ONE, *by)


def activities(measure: str) -> Meaning:
    """The quantities counted in one unit."""
    return lambda t: rows_of(
        events(t, "activity", "held_on").filter(pl.col("measure") == measure), "name", "quantity", NOBODY,
        "kind", "brand", "scale",
    )  # fmt: skip


def activity_sums(column: str) -> Meaning:
    """What the activities write in one column."""
    return lambda t: rows_of(
        events(t, "activity", "held_on").filter(pl.col(column).is_not_null()), "name", column, NOBODY,
        "kind", "brand", "scale",
    )  # fmt: skip


def cases(day: str, numerator, denominator=NOBODY, *by: str) -> Meaning:
    """Cases by the month of one of their days."""
    return lambda t: rows_of(
        events(t, "case", day), "case_id", numerator, denominator, *(by or ("kind", "topic"))
    )


def fees(numerator: str, denominator=NOBODY) -> Meaning:
    """League fees by month."""
    return lambda t: rows_of(
        t.rows("league_fee").filter(pl.col(numerator).is_not_null()).with_columns(period="month"),
        "org_name", numerator, denominator,
    )  # fmt: skip


def townships(t: Tables, dataset: str, told: pl.Expr | None = None, level: str = "township") -> pl.DataFrame:
    """Every township (or village) standing in a month for which its county has a list (with rows like `told`)."""
    standing = (
        t.areas.filter(pl.col("level") == level, "counts")
        .join(t.months, how="cross")
        .filter(
            pl.col("valid_from").is_null() | (pl.col("valid_from") <= pl.col("last_day")),
            pl.col("valid_to").is_null() | (pl.col("valid_to") > pl.col("last_day")),
        )
    )
    known = t.listed(dataset).select("period", _county="county")
    if told is not None:
        known = t.monthly(dataset).filter(told).select("period", "_county")
    return standing.join(known.unique(), on=["period", "_county"])


def met(t: Tables, dataset: str, rows: pl.Expr, count: pl.Expr, ok: pl.Expr, told=None, level="township"):
    """Townships (or villages) whose rows, counted by `count`, are enough."""
    each = t.monthly(dataset).filter(rows).group_by("period", pl.col(level).alias("area_code")).agg(n=count)
    asked = townships(t, dataset, told, level).join(each, on=["period", "area_code"], how="left")
    return rows_of(asked.with_columns(pl.col("n").fill_null(0)), "area_code", ok.cast(int), ONE)


def due(frame: pl.DataFrame) -> pl.DataFrame:
    """Terms with the day they fall due: as the ledger says, else by the rule in force when they began."""
    rule = rules("term_length")
    began, key = pl.col("started_on"), ["body", "started_on"]
    known = (
        frame.select(key)
        .unique()
        .join(rule, on="body")
        .filter((pl.col("valid_from") <= began) & (began < pl.col("valid_to")))
        .select(*key, "years", "extension_months", "due_soon_days")
    )
    joined = frame.join(known, on=key, how="left")
    reckoned = began.dt.offset_by(pl.format("{}y", pl.col("years").fill_null(0)))
    return joined.with_columns(due_on=pl.coalesce("due_on", reckoned))


LEAGUE = ~pl.col("body").str.ends_with("congress")


def terms_held(t: Tables) -> pl.DataFrame:
    return rows_of(recent(latest(t, "term").filter(LEAGUE), "held_on"), "name", ONE, NOBODY, "body")


def terms_on_time_rate(t: Tables) -> pl.DataFrame:
    fell = due(latest(t, "term").filter(LEAGUE)).filter(pl.col("due_on") <= pl.col("_as_of"))
    on_time = (pl.col("held_on") <= pl.col("due_on")).fill_null(False).cast(int)
    first = pl.coalesce(
        pl.col("held_on").min().over("_county").dt.truncate("1mo"), pl.col("_as_of").dt.truncate("1y")
    )
    known = (
        due(latest(t, "term").filter(LEAGUE)).with_columns(first=first).select("_county", "first").unique()
    )
    fell = fell.join(known, on="_county").filter(pl.col("due_on") >= pl.col("first"))
    return rows_of(recent(fell, "due_on"), "name", on_time, ONE, "body")


def terms(t: Tables) -> pl.DataFrame:
    day, until = pl.col("_as_of"), pl.col("due_on")
    longest = until.dt.offset_by(pl.format("{}mo", pl.col("extension_months").fill_null(0)))
    extended = pl.col("extended_to")
    running = due(t.monthly("term").filter(LEAGUE)).filter(
        pl.col("started_on").is_null() | (pl.col("started_on") <= day),
        pl.col("held_on").is_null() | (pl.col("held_on") > day),
    )
    soon = (until - day).dt.total_days() <= pl.col("due_soon_days")
    state = (
        pl.when(until.is_null()).then(pl.lit("no_record"))
        .when((until >= day) & ~soon.fill_null(False)).then(pl.lit("normal"))
        .when(until >= day).then(pl.lit("due_soon"))
        .when(pl.col("approval").is_null() | extended.is_null()).then(pl.lit("overdue"))
        .when((extended <= longest) & (extended >= day)).then(pl.lit("extended"))
        .otherwise(pl.lit("extension_over"))
    )  # fmt: skip
    return rows_of(running.with_columns(state=state), "name", ONE, NOBODY, "state")


def pioneer_congress_current_rate(t: Tables) -> pl.DataFrame:
    keys = ["period", "area_code", "name", "body", "_as_of"]
    last = due(t.monthly("term").filter(~LEAGUE)).group_by(keys).agg(pl.col("due_on").max())
    return rows_of(
        last, "name", (pl.col("due_on") >= pl.col("_as_of")).fill_null(False).cast(int), ONE, "body"
    )


def young_secretaries(t: Tables) -> pl.DataFrame:
    came = recent(latest(t, "cadre").filter(pl.col("position") == "secretary"), "elected_on")
    grown = pl.col("born").dt.offset_by(f"{amount('young_secretary_age') + 1}y")
    return rows_of(came.filter(pl.col("elected_on") < grown), "committee", ONE)


def cadre_trained_rate(t: Tables) -> pl.DataFrame:
    since = pl.col("_as_of").dt.offset_by(f"-{amount('training_months')}mo")
    trained = (pl.col("trained_on") > since).fill_null(False).cast(int)
    return rows_of(t.monthly("cadre"), "committee", trained, ONE, "post")


def organisations_new(t: Tables) -> pl.DataFrame:
    fields = {"social_organisation": "social", "non_public_enterprise": "non_public"}
    field = pl.col("industry").replace_strict(fields, default="other")
    return rows_of(
        recent(latest(t, "organisation"), "founded_on").with_columns(field=field),
        "name",
        ONE,
        NOBODY,
        "field",
    )


def counsellor_staffing_rate(t: Tables) -> pl.DataFrame:
    led = t.monthly("counsellor").select("period", "_county", "kind", "unit_id").unique()
    units = t.monthly("pioneer_unit").filter(pl.col("kind").is_in(["brigade", "squadron", "squad"]))
    told = t.listed("counsellor").select("period", _county="county").unique()
    asked = units.join(told, on=["period", "_county"]).join(
        led.with_columns(staffed=1), on=["period", "_county", "kind", "unit_id"], how="left"
    )
    return rows_of(asked, "name", pl.col("staffed").fill_null(0), ONE, "kind")


def starred(t: Tables) -> pl.DataFrame:
    """The organisations rated, with the star their score gives."""
    rated = t.monthly("branch_rating").filter(
        pl.col("scheme") == "rating", pl.col("score").is_not_null() | pl.col("is_vetoed")
    )
    star = pl.lit("1")
    for row in rules("star_band").sort("floor").iter_rows(named=True):
        star = pl.when(pl.col("score") >= row["floor"]).then(pl.lit(row["star"])).otherwise(star)
    return rated.with_columns(star=pl.when("is_vetoed").then(pl.lit("1")).otherwise(star))


def lagging_lifted_rate(t: Tables) -> pl.DataFrame:
    every = starred(t).with_columns(lagging=pl.col("star").is_in(["1", "2"]))
    key = ["_county", "org_name"]
    past = every.select(*key, "lagging", before="_as_of").unique()
    both = every.join(past, on=key, suffix="_before").filter(pl.col("before") < pl.col("_as_of"))
    last = both.sort("before").group_by("period", *key, "area_code", maintain_order=True).last()
    lifted = last.filter("lagging_before").with_columns(lifted=(~pl.col("lagging")).cast(int))
    return rows_of(lifted, "org_name", "lifted", ONE)


def member_stars(t: Tables) -> pl.DataFrame:
    stars = [f"star{n}" for n in range(1, 6)]
    wide = t.monthly("branch_rating").filter(pl.col("scheme") == "member_stars")
    long = wide.unpivot(
        stars, index=["area_code", "period", "org_name"], variable_name="star", value_name="n"
    )
    long = long.filter(pl.col("n").is_not_null()).with_columns(pl.col("star").str.tail(1))
    return rows_of(long, "org_name", "n", NOBODY, "star")


def reform_months(t: Tables) -> pl.DataFrame:
    """Every project and month from its first monthly report to the county's last, with the report if any."""
    key = ["_county", "area_code", "project"]
    monthly = events(t, "reform_task", "reported_on").filter(pl.col("report") == "month")
    span = monthly.group_by(key).agg(first=pl.col("period").min())
    span = span.join(monthly.group_by("_county").agg(last=pl.col("period").max()), on="_county")
    owed = span.join(t.months, how="cross").filter(pl.col("period").is_between("first", "last"))
    return owed.join(monthly.select(*key, "period", "progress"), on=[*key, "period"], how="left").sort(
        *key, "period"
    )


def reform_progress(t: Tables) -> pl.DataFrame:
    known = pl.col("progress").forward_fill().over("_county", "area_code", "project")
    return rows_of(reform_months(t).with_columns(known=known), "project", "known", pl.lit(100))


def checklist_done_rate(t: Tables) -> pl.DataFrame:
    fell = latest(t, "checklist").filter(pl.col("due_on") <= pl.col("_as_of"))
    done = (pl.col("done_on") <= pl.col("due_on")).fill_null(False).cast(int)
    return rows_of(recent(fell, "due_on"), "item", done, ONE, "list")


def funding_spent_rate(t: Tables) -> pl.DataFrame:
    booked = events(t, "funding", "paid_on").filter(pl.col("spent").is_not_null().any().over("_county"))
    return rows_of(
        booked, "project", pl.col("spent").fill_null(0), pl.col("received").fill_null(0), "purpose", "source"
    ).with_columns(denominator_lower_bound=booked["_at_least"].list.contains("received"))
