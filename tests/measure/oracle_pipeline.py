"""What the indicators of the pipeline mean, from the first badge into the League, written from the tables in polars."""

import polars as pl

from tests.measure.oracle_work import events, rules
from tests.measure.tables import NOBODY, ONE, Meaning, Tables, rows_of

day, step, person = pl.col("on_date"), pl.col("step"), pl.col("person")
party = pl.col("track").eq_missing("party")
failed = pl.col("result").eq_missing("failed")
LEAGUE = [
    *(
        "apply",
        "talk",
        "activist",
        "mentor",
        "educate",
        "target",
        "prereview",
        "notice",
        "introducer",
        "form",
    ),
    *("approve", "feedback", "ceremony", "archive"),
]


def steps(t: Tables, where: pl.Expr) -> pl.DataFrame:
    """The steps of people we can tell apart, with their month."""
    return events(t, "pipeline_event", "on_date").filter(person.is_not_null(), where)


def once(frame: pl.DataFrame, *order) -> pl.DataFrame:
    """The first row of everybody, by `order`, then by day and place."""
    return frame.sort(*order, "on_date", "area_code").unique("person", keep="first", maintain_order=True)


def months(rows: pl.DataFrame) -> pl.DataFrame:
    """For each county the months from the first to the last of its rows: _county, period, last_day."""
    span = rows.group_by("_county").agg(first=day.min().dt.month_start(), last=day.max().dt.month_start())
    return span.select(
        "_county", period=pl.date_ranges("first", "last", interval="1mo")
    ).explode("period").with_columns(last_day=pl.col("period").dt.month_end())  # fmt: skip


def back(count: int, of: str = "last_day") -> pl.Expr:
    """So many months before."""
    return pl.col(of).dt.offset_by(f"-{count}mo")


# Badges


def badges(t: Tables, where: pl.Expr) -> pl.DataFrame:
    """Badges of the registers with their month."""
    return events(t, "badge_award", "on_date").filter(where)


def badge_holders(t: Tables) -> pl.DataFrame:
    own = badges(t, pl.col("awarded") & (pl.col("scope") == "individual") & person.is_not_null())
    return rows_of(own, "person", ONE, NOBODY, "type", "subject", "grade")


def badge_rating_completion(t: Tables) -> pl.DataFrame:
    rated = [pl.col(f"{who}_rated").fill_null(False) for who in ("self", "peer", "teacher")]
    started = badges(t, person.is_not_null() & pl.any_horizontal(rated))
    return rows_of(started, "person", pl.all_horizontal(rated).cast(int), ONE, "type", "grade")


def badge_star_share(t: Tables) -> pl.DataFrame:
    given = badges(t, pl.lit(True))
    grid = rules("badge_grid").filter(pl.col("type") == "basic", "enabled")
    whole = {  # the county's own grid, else everybody's
        county: set((own if (own := grid.filter(pl.col("area") == county)).height else grid.filter(pl.col("area").is_null()))["subject"])
        for county in given["_county"].unique()
    }  # fmt: skip
    near = months(given).join(given.filter("awarded", person.is_not_null()).drop("period"), on="_county")
    near = near.filter(day <= pl.col("last_day"), day > back(12).dt.month_end())
    pupils = near.sort("on_date").group_by("_county", "period", "person").agg(
        pl.col("area_code").last(),
        basic=pl.col("subject").filter(pl.col("type") == "basic").unique(),
        starred=((pl.col("type") == "star") & (pl.col("star") == 1)).any(),
    )  # fmt: skip
    has_all = [whole[county] <= set(got) for county, got in pupils.select("_county", "basic").rows()]
    pupils = pupils.with_columns(has_all=pl.Series(has_all)).filter(pl.col("has_all") | pl.col("starred"))
    return rows_of(pupils, "person", pl.col("starred").cast(int), pl.col("has_all").cast(int))


def star_coverage(stars: int) -> Meaning:
    """The schools with Pioneers that gave such a star within twelve months."""

    def meaning(t: Tables) -> pl.DataFrame:
        given = badges(t, pl.lit(True))
        schools = t.areas.filter(pl.col("level") == "school", "counts", pl.col("pioneers") > 0)
        asked = months(given).join(schools.select("area_code", "name", "_county"), on="_county")
        awards = given.filter("awarded", pl.col("type") == "star", pl.col("star") >= stars)
        met = asked.join(awards.select("on_date", area_code="school"), on="area_code").filter(
            day <= pl.col("last_day"), day > back(12).dt.month_end()
        )
        asked = asked.join(
            met.select("area_code", "period").unique().with_columns(met=1),
            on=["area_code", "period"],
            how="left",
        )
        return rows_of(asked, "name", pl.col("met").fill_null(0), ONE)

    return meaning


# Points


def entries(t: Tables) -> pl.DataFrame:
    """The entries no check has refused."""
    checks = [pl.col(f"{who}_checked").fill_null(True) for who in ("self", "peer", "counsellor", "committee")]
    return events(t, "points", "on_date").filter(person.is_not_null(), pl.all_horizontal(checks))


def capped(sums: pl.DataFrame) -> pl.DataFrame:
    """Sums of points by stage, kind and item, none above what the item counts."""
    cap = rules("points_item").select("stage", "kind", "item", "cap")
    return sums.join(cap, on=["stage", "kind", "item"], how="left").with_columns(
        pl.min_horizontal(pl.col("points").cast(float), "cap").alias("points")
    )


def points_average(t: Tables) -> pl.DataFrame:
    by = ["person", "stage", "kind", "item"]
    entry = entries(t)
    each = entry.group_by(*by, "area_code", "period").agg(month=pl.col("points").sum())
    each = each.sort("period").with_columns(so_far=pl.col("month").cum_sum().over(by))
    until, before = (
        capped(each.with_columns(points=points))
        for points in (pl.col("so_far"), pl.col("so_far") - pl.col("month"))
    )
    gained = until.with_columns(
        points=until["points"] - before["points"], unit=pl.concat_str("person", "stage", separator=" ")
    )
    return rows_of(gained, "unit", "points", ONE, "stage", "kind", "item")


def points_passed_rate(t: Tables) -> pl.DataFrame:
    entry = entries(t)
    near = months(events(t, "points", "on_date")).join(entry.drop("period"), on="_county")
    near = near.filter(day <= pl.col("last_day")).sort("on_date")
    keys = ["period", "last_day", "person", "stage"]
    items = near.group_by(*keys, "kind", "item").agg(pl.col("points").sum())
    latest = near.group_by(keys).agg(pl.col("area_code").last(), last=day.max())
    pupils = capped(items).group_by(keys).agg(pl.col("points").sum()).join(latest, on=keys)
    line = rules("points_pass").select("stage", "minimum")
    recent = pupils.join(line, on="stage").filter(pl.col("last") > back(12).dt.month_end())
    return rows_of(recent, "person", (pl.col("points") >= pl.col("minimum")).cast(int), ONE, "stage")


# Into the League


def pioneers_joined(t: Tables) -> pl.DataFrame:
    return rows_of(once(steps(t, (step == "pioneer_join") & ~failed)), "person", ONE, NOBODY, "grade")


def applicants(t: Tables) -> pl.DataFrame:
    """Everybody's first application, by the day they became an activist where none is written down."""
    return once(steps(t, step.is_in(["apply", "activist"]) & ~party), step != "apply")


def league_applicants(t: Tables) -> pl.DataFrame:
    return rows_of(applicants(t), "person", ONE, NOBODY, "grade", "field")


def admitted(t: Tables) -> pl.DataFrame:
    """The branch meeting (else the approval) of everybody but those who stand in Party lists only."""
    towards = steps(t, party | step.str.contains("^(party|recommend)|^(probationary|full_member)$"))
    own = steps(t, step.is_in(LEAGUE) & ~party)
    passed = steps(t, step.is_in(["meeting", "approve"]) & ~failed)
    elsewhere = towards.join(own, on="person", how="anti")
    found = once(passed.join(elsewhere, on="person", how="anti"), step != "meeting")
    way = steps(
        t,
        pl.col("recommended_by").is_in(["pioneers", "members", "league"])
        & ~party
        & ~step.str.starts_with("recommend"),
    )
    latest = way.sort("on_date").group_by("person").agg(pl.col("recommended_by").last())
    return found.drop("recommended_by").join(latest, on="person", how="left")


def league_admitted(t: Tables) -> pl.DataFrame:
    return rows_of(admitted(t), "person", ONE, NOBODY, "grade", "recommended_by", "field")


def league_admitted_by_recommendation(t: Tables) -> pl.DataFrame:
    told = admitted(t).filter(pl.col("recommended_by").is_not_null())
    return rows_of(told, "person", ONE, NOBODY, "grade", "recommended_by", "field")


def league_member_share(t: Tables) -> pl.DataFrame:
    kind = pl.col("kind")
    stage = (
        pl.when(kind.str.contains("完全中学|十二年")).then(pl.lit("both"))
        .when(kind.str.contains("高中|高级中学|中职|中等|职业|技工")).then(pl.lit("senior"))
        .when(kind.str.contains("初中|初级中学|九年")).then(pl.lit("junior"))
    )  # fmt: skip
    schools = t.areas.filter(pl.col("level") == "school", "counts", pl.col("pupils") > 0)
    schools = schools.filter(~kind.fill_null("").str.contains("(小学|幼儿园|教学点)$"))
    schools = schools.select("area_code", "name", "pupils", stage=stage)
    members, type_ = pl.col("members"), pl.col("type")
    own = t.monthly("organisation").filter(pl.col("school").is_not_null())
    parts = own.group_by("period", area_code=pl.col("school")).agg(
        branch=members.filter(type_ == "branch").drop_nulls(),
        general=members.filter(type_ == "general_branch").drop_nulls(),
        most=members.max(),
    )
    said = [
        pl.when(pl.col(part).list.len() > 0).then(pl.col(part).list.sum()) for part in ("branch", "general")
    ]
    counted = parts.with_columns(members=pl.coalesce(*said, "most")).join(schools, on="area_code")
    return rows_of(counted.filter(members.is_not_null()), "name", "members", pl.col("pupils"), "stage")


def school_year(column: str = "on_date") -> pl.Expr:
    """The year a school year begins in, in September."""
    return pl.col(column).dt.year() - (pl.col(column).dt.month() < 9).cast(int)


TOTAL = pl.col("course") == "合计"


def league_class_hours(t: Tables) -> pl.DataFrame:
    known = events(t, "class_hours", "on_date").filter(person.is_not_null(), pl.col("hours").is_not_null())
    known = known.with_columns(year=school_year())
    keys = ["person", "year"]
    totals = known.filter(TOTAL).sort("hours", "on_date", descending=[True, False])
    totals = totals.unique(keys, keep="first", maintain_order=True)
    lessons = known.filter(~TOTAL)
    sums = lessons.group_by(keys).agg(lessons=pl.col("hours").sum())
    both = totals.join(sums, on=keys, how="left").filter(pl.col("hours") >= pl.col("lessons").fill_null(0))
    taken = pl.concat([both.drop("lessons"), lessons.join(both, on=keys, how="anti")])
    return rows_of(taken, "person", "hours", NOBODY, "grade")


def league_class_learners(t: Tables) -> pl.DataFrame:
    learned = events(t, "class_hours", "on_date").filter(person.is_not_null(), pl.col("hours") > 0)
    return rows_of(learned, "person", ONE, NOBODY, "grade")


def window(rule: pl.DataFrame, code: str, at: str) -> pl.Expr:
    """Whether the day `at` lies in the span a condition looks at, up to the day `until`."""
    span, until = rule.filter(pl.col("code") == code)["span"].item(), pl.col("until")
    begins = {"ever": pl.lit(True), "calendar_year": pl.col(at).dt.year() == until.dt.year()}
    begins["school_year"] = school_year(at) == school_year("until")
    return (pl.col(at) <= until) & begins[span]


def entry_conditions_met(t: Tables) -> pl.DataFrame:
    """By 柘城县's four conditions, from the day they hold; the national ones hold for nobody in the samples."""
    rule = rules("entry_condition").filter(pl.col("area") == "411424")
    assert rule["code"].to_list() == ["league_class", "league_class_exam", "volunteering", "civics"]
    least = dict(rule.select("code", "minimum").rows())
    asked = applicants(t).filter(pl.col("_county") == "411424", day >= rule["valid_from"].max())
    hours, served = t.rows("class_hours"), t.rows("volunteer_service").rename({"served_on": "on_date"})
    own = steps(t, ~party)
    seen = pl.concat([frame.select("on_date") for frame in (own, hours, served)])
    joined = [day.filter((step == each) & ~failed).min() for each in ("meeting", "approve")]
    until = own.group_by("person").agg(until=pl.coalesce(*joined, seen.select(day.max()).item()))
    asked = asked.join(until, on="person")
    lessons = hours.join(asked.select("person", "until"), on="person").with_columns(year=school_year())
    amount, graded = pl.col("hours"), pl.col("civics")
    learned = lessons.filter(window(rule, "league_class", "on_date")).group_by("person", "year").agg(
        hours=pl.max_horizontal(amount.filter(TOTAL).max().fill_null(0), amount.filter(~TOTAL).sum())
    )  # fmt: skip
    exams = lessons.filter(window(rule, "league_class_exam", "on_date"))
    grades = lessons.filter(window(rule, "civics", "on_date"), graded.is_not_null()).sort("on_date")
    grades = grades.group_by("person").agg(graded.last().str.to_uppercase())
    worth = rules("civics_grade")
    words = worth.filter(pl.col("word").is_not_null()).select(civics="word", by_word="good")
    by_mark = graded.cast(pl.Float64, strict=False) >= worth.filter("good")["score_from"].min()
    grades = grades.join(words, on="civics", how="left").select(
        "person", good=pl.coalesce("by_word", by_mark)
    )
    effective = served.filter(pl.col("status") == "effective").join(
        asked.select("person", "until"), on="person"
    )
    service = effective.filter(window(rule, "volunteering", "on_date")).group_by("person")
    for found in (
        learned.group_by("person").agg(amount.sum() >= least["league_class"]),
        exams.group_by("person").agg(passed=pl.col("passed").any()),
        service.agg(served=amount.sum() >= least["volunteering"]),
        grades,
    ):
        asked = asked.join(found, on="person", how="left")
    met = pl.all_horizontal(pl.col(each).fill_null(False) for each in ("hours", "passed", "good", "served"))
    return rows_of(asked, "person", met.cast(int), ONE, "grade", "field")


def badge_rows(where: pl.Expr, *by: str) -> Meaning:
    """So many badges."""
    return lambda t: rows_of(badges(t, pl.col("awarded") & where), "type", ONE, NOBODY, *by)


MEDALS = pl.col("subject").is_in(["pioneer_medal", "pioneer_group_medal"])
MEANT: dict[str, Meaning] = {
    "badge_awards": badge_rows(pl.lit(True), "type", "subject", "scope", "grade"),
    "badge_special_medals": badge_rows((pl.col("type") == "special") & MEDALS, "scope", "subject"),
    "badge_special_kinds": lambda t: rows_of(
        badges(t, pl.col("awarded") & (pl.col("type") == "special") & MEDALS), "subject", ONE
    ),
    "badge_one_star_school_coverage": star_coverage(1),
    "badge_two_star_school_coverage": star_coverage(2),
    "badge_holders": badge_holders,
    "badge_rating_completion": badge_rating_completion,
    "badge_star_share": badge_star_share,
    "points_average": points_average,
    "points_passed_rate": points_passed_rate,
    "pioneers_joined": pioneers_joined,
    "league_applicants": league_applicants,
    "league_admitted": league_admitted,
    "league_admitted_by_recommendation": league_admitted_by_recommendation,
    "league_member_share": league_member_share,
    "league_class_hours": league_class_hours,
    "league_class_learners": league_class_learners,
    "entry_conditions_met": entry_conditions_met,
}
