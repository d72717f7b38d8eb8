"""What the indicators of 推优入党 mean, written from the tables in polars."""

import polars as pl

from tests.measure.oracle_pipeline import back, day, failed, months, once, party, step, steps
from tests.measure.oracle_work import events, rules
from tests.measure.tables import NOBODY, ONE, Meaning, Tables, rows_of

RECOMMENDED = ["recommend_activist", "recommend_target"]


def limit(rule: str) -> int:
    """A number of party_limit; no place has its own yet."""
    return rules("party_limit").filter(pl.col("rule") == rule)["amount"].item()


def party_applicants(t: Tables) -> pl.DataFrame:
    return rows_of(
        once(steps(t, (step == "party_apply") | ((step == "apply") & party))), "person", ONE, NOBODY, "field"
    )


def party_members_developed(t: Tables) -> pl.DataFrame:
    return rows_of(once(steps(t, (step == "probationary") & ~failed)), "person", ONE, NOBODY, "field")


def party_recommended(t: Tables) -> pl.DataFrame:
    named = steps(t, step.is_in(RECOMMENDED) & ~failed).with_columns(route="step")
    return rows_of(named, "person", ONE, NOBODY, "field", "route")


def party_recommendation_awareness(t: Tables) -> pl.DataFrame:
    asked = events(t, "survey", "on_date").filter(
        pl.col("topic") == "recommendation_awareness",
        pl.col("positive").is_not_null(),
        pl.col("respondents") > 0,
    )
    return rows_of(asked, "survey", "positive", pl.col("respondents"), "field")


def party_recommendation_rate(t: Tables) -> pl.DataFrame:
    new = once(steps(t, ((step == "party_activist") | ((step == "activist") & party)) & ~failed))
    too_old = pl.col("born").dt.offset_by(f"{limit('maximum_age') + 1}y") <= day
    new = new.filter(~too_old)
    named = steps(t, (step == "recommend_activist") & ~failed).select("person", named="on_date")
    lapses = pl.col("named").dt.offset_by(f"{limit('recommendation_months')}mo")
    fresh = (
        new.join(named, on="person").filter(pl.col("named") <= day, lapses >= day).select("person").unique()
    )
    new = new.join(fresh.with_columns(fresh=1), on="person", how="left")
    way = pl.col("recommended_by").is_in(["league", "members"]).fill_null(False).cast(int)
    return rows_of(new, "person", pl.max_horizontal(pl.col("fresh").fill_null(0), way), ONE, "field")


def party_talent_pool(t: Tables) -> pl.DataFrame:
    every = steps(t, pl.lit(True))
    named = every.filter(step.is_in(RECOMMENDED), ~failed).drop("period")
    out = every.filter(step.is_in(["probationary", "full_member", "transfer_out", "withdrawn"]))
    gone = out.group_by("person").agg(gone=day.min())
    known = months(every).join(named, on="_county").filter(day <= pl.col("last_day"))
    lapses = day.dt.offset_by(f"{limit('recommendation_months')}mo")
    pool = known.join(gone, on="person", how="left").filter(
        lapses > pl.col("last_day"), pl.col("gone").is_null() | (pl.col("gone") > pl.col("last_day"))
    )
    latest = pool.sort("on_date").unique(["person", "period"], keep="last", maintain_order=True)
    dry = (
        known.select("area_code", "period", "field").unique().with_columns(person=pl.lit(""))
    )  # 0, not last month's
    return pl.concat(
        [rows_of(latest, "person", ONE, NOBODY, "field"), rows_of(dry, "person", pl.lit(0), NOBODY, "field")]
    )


def party_recommendation_coverage(t: Tables) -> pl.DataFrame:
    every = steps(t, ~failed).with_columns(meets=pl.coalesce("branch", "area_code"))
    applies = (step == "party_apply") | ((step == "apply") & party)
    first = once(every.filter(applies)).select(
        "person", "_county", "area_code", "meets", "born", applied="on_date"
    )
    left = ["probationary", "full_member", "transfer_out", "withdrawn"]
    dates = every.group_by("person").agg(
        joined=day.filter(step.is_in(["meeting", "approve"])).min(), left=day.filter(step.is_in(left)).min()
    )
    known = months(events(t, "pipeline_event", "on_date")).join(first.join(dates, on="person"), on="_county")
    known = known.filter(pl.col("applied") <= pl.col("last_day"))
    last, born = pl.col("last_day"), pl.col("born")
    since = back(limit("meeting_months"))
    able = known.filter(
        born.dt.offset_by(f"{limit('minimum_age')}y") <= last,
        born.dt.offset_by(f"{limit('maximum_age') + 1}y") > last,
        pl.col("joined").dt.offset_by(f"{limit('member_months')}mo") <= last,
        pl.col("left").is_null() | (pl.col("left") > since),
    )
    keys = ["area_code", "meets", "period", "last_day"]
    branches = able.select(keys).unique()
    held = every.filter(step.is_in(RECOMMENDED)).select("area_code", "meets", "on_date")
    met = (
        branches.join(held, on=["area_code", "meets"]).filter(day <= last, day > since).select(keys).unique()
    )
    asked = branches.join(met.with_columns(met=1), on=keys, how="left")
    dry = (
        known.select("area_code", "period").unique().with_columns(meets=pl.lit(""))
    )  # nobody to ask any more
    return pl.concat(
        [
            rows_of(asked, "meets", pl.col("met").fill_null(0), ONE),
            rows_of(dry, "meets", pl.lit(0), pl.lit(0)),
        ]
    )


MEANT: dict[str, Meaning] = {
    "party_applicants": party_applicants,
    "party_recommended": party_recommended,
    "party_recommendation_rate": party_recommendation_rate,
    "party_recommendation_coverage": party_recommendation_coverage,
    "party_recommendation_awareness": party_recommendation_awareness,
    "party_talent_pool": party_talent_pool,
    "party_members_developed": party_members_developed,
}
