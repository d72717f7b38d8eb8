"""What each indicator of the work systems means, in the words of oracle_work."""

import polars as pl

from tests.measure import oracle_work as work
from tests.measure.oracle_work import activities, activity_sums, cases, events, fees, met, of_list
from tests.measure.oracle_work import share_of_list as share
from tests.measure.tables import ONE, Meaning, rows_of

kind, level, post = pl.col("kind"), pl.col("level"), pl.col("position")
studio = kind.str.starts_with("studio")
deputy, student = post == "deputy", pl.col("is_student").fill_null(False)
good = kind.is_in(["rural_youth", "good_youth"])
report = pl.col("report").is_in(["month", "quarter", "year"])
strand = pl.col("report").is_in(["strand", "unification", "central_work", "department", "platform"])
headed = pl.col("people").is_not_null()
n = pl.col("n")
MEANT: dict[str, Meaning] = {
    **{f"pioneer_{each}s": of_list("pioneer_unit", "name", kind == each) for each in ("brigade", "squadron", "squad")},
    "pioneer_committees": of_list("pioneer_unit", "name", kind == "committee", "level"),
    "pioneer_committee_township_coverage": lambda t: met(
        t, "pioneer_unit", (kind == "committee") & (level == "township"), pl.len(), n > 0, kind == "committee"
    ),
    "pioneer_bases": of_list("pioneer_unit", "name", kind == "base", "theme"),
    "pioneer_base_themes": of_list("pioneer_unit", "theme", (kind == "base") & pl.col("theme").is_not_null()),
    "pioneer_studios": of_list("pioneer_unit", "name", kind == "studio"),
    "pioneer_congress_current_rate": work.pioneer_congress_current_rate,
    "counsellors": of_list("counsellor", "kind", ~studio, "kind"),
    "studio_people": of_list("counsellor", "kind", studio, "kind"),
    "counsellor_staffing_rate": work.counsellor_staffing_rate,
    "counsellor_certified_rate": share(
        "counsellor", "kind", ~studio & pl.col("is_certified").is_not_null(), pl.col("is_certified").cast(int), "kind"
    ),
    "terms": work.terms,
    "terms_held": work.terms_held,
    "terms_on_time_rate": work.terms_on_time_rate,
    "cadres": of_list("cadre", "committee", pl.lit(True), "post", "position", "establishment"),
    "county_deputies": of_list("cadre", "committee", deputy & (level == "county"), "post"),
    "student_deputies": of_list("cadre", "committee", deputy & student),
    "student_deputies_met_rate": lambda t: met(
        t, "cadre", deputy & student, pl.len(), n >= work.amount("student_deputies"), deputy & student
    ),
    "committee_size_met_rate": lambda t: met(
        t, "cadre", (level == "township") & post.is_in(["secretary", "deputy", "member"]),
        pl.col("person").n_unique(), n.is_between(9, 21),
    ),
    "cadre_trained_rate": work.cadre_trained_rate,
    "young_secretaries": work.young_secretaries,
    "joint_organisations": of_list("organisation", "name", pl.col("form").is_not_null(), "form"),
    "joint_forms": of_list("organisation", "form", pl.col("form").is_not_null()),
    "joint_youth": of_list(
        "organisation", "name", pl.col("form").is_not_null() & pl.col("youth_covered").is_not_null(), "form",
        numerator=pl.col("youth_covered"),
    ),
    "organisations_new": work.organisations_new,
    "activity_runs": activities("run"),
    "activity_sessions": activities("session"),
    "activity_turns": activities("turn"),
    "activity_times": activities("time"),
    "activity_places": activities("place"),
    "activity_people": activity_sums("people"),
    "activity_person_times": activity_sums("person_times"),
    "activity_posts": activity_sums("posts"),
    "activity_brands": lambda t: rows_of(
        events(t, "activity", "held_on").filter(pl.col("brand").is_not_null()), "brand", ONE
    ),
    "cases": cases("raised_on", ONE),
    "cases_closed": cases("closed_on", ONE),
    "case_close_rate": cases("raised_on", pl.col("closed_on").is_not_null().cast(int), ONE),
    "case_days_to_close": cases(
        "closed_on", (pl.col("closed_on") - pl.col("raised_on")).dt.total_days(), ONE
    ),
    "case_people": lambda t: rows_of(
        events(t, "case", "raised_on").filter(pl.col("person").is_not_null()), "person", ONE, pl.lit(None, pl.Int64), "kind"
    ),
    "talents": of_list(
        "talent", "entry_id", ~pl.col("is_body") & headed, "kind", "field", "came_from", "works_in",
        numerator=pl.col("people"),
    ),
    "talent_bodies": of_list("talent", "entry_id", pl.col("is_body"), "kind"),
    "talent_body_people": of_list(
        "talent", "entry_id", pl.col("is_body") & headed, "kind", numerator=pl.col("people")
    ),
    "talent_village_coverage": lambda t: met(t, "talent", good, pl.len(), n > 0, good, "village"),
    "league_schools_built": share(
        "checklist", "item", pl.col("list") == "league_school", (pl.col("state") == "done").cast(int)
    ),
    "checklists": of_list("checklist", "list", pl.col("list").is_in(["task", "duty", "problem"])),
    "checklist_done_rate": work.checklist_done_rate,
    "reform_projects": lambda t: rows_of(events(t, "reform_task", "reported_on").filter(report), "project", ONE),
    "reform_report_kinds": lambda t: rows_of(events(t, "reform_task", "reported_on").filter(report), "report", ONE),
    "service_window_levels": lambda t: rows_of(
        events(t, "activity", "held_on")
        .filter(kind == "service_window", pl.col("quantity") > 0)
        .join(t.areas.select("area_code", "level"), on="area_code"),
        "level", ONE,
    ),
    "reform_focuses": lambda t: rows_of(
        events(t, "reform_task", "reported_on").filter(report, pl.col("focus").is_not_null()), "focus", ONE
    ),
    "reform_documents": lambda t: rows_of(
        events(t, "reform_task", "reported_on").filter(~report & ~strand), "project", ONE, pl.lit(None, pl.Int64), "report"
    ),
    "work_strands": lambda t: rows_of(
        events(t, "reform_task", "reported_on").filter(strand), "project", ONE, pl.lit(None, pl.Int64), "report"
    ),
    "reform_progress": work.reform_progress,
    "reform_report_rate": lambda t: rows_of(
        work.reform_months(t), "project", pl.col("progress").is_not_null().cast(int), ONE
    ),
    "organisations_rated": lambda t: rows_of(
        work.starred(t), "org_name", ONE, pl.lit(None, pl.Int64), "star", "org_type"
    ),
    "five_star_rate": lambda t: rows_of(work.starred(t), "org_name", (pl.col("star") == "5").cast(int), ONE),
    "star_levels": lambda t: rows_of(work.starred(t), "star", ONE),
    "lagging_lifted_rate": work.lagging_lifted_rate,
    "review_score": share(
        "branch_rating", "org_name", (pl.col("scheme") == "review") & pl.col("score").is_not_null(), pl.col("score")
    ),
    "member_stars": work.member_stars,
    "fee_paid_rate": fees("paid", pl.col("due")),
    "fee_amount": fees("amount"),
    "fee_per_member": fees("amount", pl.col("paid")),
    "funding_spent_rate": work.funding_spent_rate,
}  # fmt: skip
