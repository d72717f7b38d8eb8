"""The funnel: who started, how far they came, how long it took, and what became of those who did not get through.

Start. The first date of the first step a person ever has (`order = "first"`), or, with `"latest"`, the start whose
run of steps gets furthest, the later one on a tie (what ClickHouse's windowFunnel does). The cohort are those whose
start lies from `first` to `last`. The window is `within` days from the start, its last day included. Events after
`as_of` (by default the day of the latest event there is) are not seen.

Order. The required steps make the chain: each is dated by its earliest event in the window that is not before the
last dated step. Exports carry dates, not times, so steps of one day are in process order. An optional step is fitted
in between its neighbours and holds up nobody.

Reached. With `repair` (the default) a step is reached when it or any later step has a date in the window;
`gap_filled` counts those without a date of their own, `out_of_order` those whose dates all lie before the step before
(or, for an optional step, after the next). Without it a step counts only when the required ones before it do, in order.
Rates are measured against the required step before (`n`), with the 95 % Wilson score interval (Wilson 1927, in the
form of PHEindicatormethods). Minimum and maximum days never hide a step: they count `too_early` and `too_late`.

Time. Quantiles of the days since the last dated step, of those who took the step in order. Where more than a tenth
of those at the step before have not taken it and still may (`open`), the Kaplan-Meier median too, everybody who has
not taken it counting as seen until `as_of`, the end of the window, or the day they left.

What became of them. Whoever has not reached the last required step is exactly one of, the first that fits:
`transferred` or `failed` (an exit on or after the last dated step), `under_age` (the next age gate ahead is not yet
met on `as_of`), `in_time` (the next required step's maximum days, or the list's patience, and the window have not
run out), `stalled`. So entrants = completed + those five, in every group.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import polars as pl

from tuanqing.define.access import access
from tuanqing.define.contract import LEVELS
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.define.period import Period
from tuanqing.define.query import Funnel, Indicator
from tuanqing.define.steps import StepList, choose, load_all
from tuanqing.measure import places, seen, suppression, tree
from tuanqing.measure.chain import ATTRIBUTIONS, COHORTS, ORDERS, STATES, Chain, Question
from tuanqing.store.warehouse.snapshot import Snapshot

__all__ = ["COHORTS", "STATES", "Question", "Result", "counted", "of", "rule", "run", "until"]


@dataclass(frozen=True)
class Result:
    """The answer: one row per group and step in each frame, and the rule it was counted by.

    `steps`: group, group_name, step, title, n, reached, of_previous, of_first, wilson_low, wilson_high, gap_filled,
    out_of_order, too_early, too_late, p25, p50, p75, p90, open, km_median. `classes`: group, group_name, step, title
    (of the step last reached), entrants and one column per state of STATES.
    """

    steps: pl.DataFrame
    classes: pl.DataFrame
    rule: str
    asked: Question  # with `within` and `as_of` as they were found
    step_list: StepList

    @property
    def standing(self) -> pl.DataFrame:
        """`table`, and of those at a step how many `passed`, that is went on from it."""
        return self.table.with_columns(passed=pl.col("reached") - pl.col("entrants"))

    @property
    def totals(self) -> pl.DataFrame:
        """One row per group, those with most stalled first: group, group_name, entrants, one column per state of
        STATES, completed_share (of the entrants, None where nobody entered)."""
        return (
            self.classes.group_by("group", maintain_order=True)
            .agg(pl.first("group_name"), pl.col("entrants", *STATES).sum())
            .with_columns(
                completed_share=pl.when(pl.col("entrants") > 0).then(pl.col("completed") / pl.col("entrants"))
            )
            .sort("stalled", "group_name", descending=[True, False], nulls_last=True, maintain_order=True)
        )

    @property
    def stuck(self) -> dict[str, Any] | None:
        """The row of `classes` with most stalled; None where nobody is, or where two have as many."""
        most = self.classes.filter((pl.col("stalled") > 0) & (pl.col("stalled") == pl.col("stalled").max()))
        return most.row(0, named=True) if len(most) == 1 else None

    @property
    def table(self) -> pl.DataFrame:
        """Steps and classes side by side."""
        return self.steps.join(
            self.classes.drop("group_name", "title"),
            on=["group", "step"],
            nulls_equal=True,
            maintain_order="left",
        )


def run(snapshot: Snapshot, relation: str, steps: StepList, asked: Question | None = None) -> Result:
    """Count `relation` (area_code, person, step, on_date, optionally born and age_band) through `steps`.

    It must be a table or view every connection sees. Raises Refused for a question that cannot be answered.
    """
    asked = asked or Question()
    if asked.area is None and snapshot.scope is not None:
        asked = replace(asked, areas=tuple(code for code, _name, _level in places.roots(snapshot)))
    if asked.areas is None:
        seen.refuse_part(snapshot, asked.area)
    with snapshot.cursor() as own:  # its temporary tables go with it
        columns = {row[0] for row in own.execute(f"DESCRIBE {relation}").fetchall()}
        _hold(asked, columns)
        if asked.as_of is None:
            where = (
                f"WHERE {tree.inside('told.area_code', 'told.on_date', asked.place)}" if asked.place else ""
            )
            latest = own.execute(f"SELECT max(on_date) FROM {relation} AS told {where}").fetchall()[0][0]
            asked = replace(asked, as_of=latest or date.min)
        asked = replace(asked, within=asked.within or steps.within_days)
        sql = Chain(relation, steps, asked, columns)
        for name, select in {**sql.tables(), "stride": sql.stride()}.items():
            own.execute(f"CREATE TEMP TABLE {name} AS {select}")
        return Result(
            _titled(own.frame(sql.figures()), steps),
            _titled(own.frame(sql.classes()), steps),
            rule(steps, asked),
            asked,
            steps,
        )


def of(
    snapshot: Snapshot,
    funnel: Funnel,
    lists: Mapping[str, StepList],
    asked: Question | None = None,
    name: str | None = None,
) -> Result:
    """The answer of a published funnel, by the list `name`, else the one in force for the area and the day asked of."""
    asked = replace(asked or Question(), attribution=funnel.attribution)
    if not snapshot.sees(asked.area) and asked.area is not None:
        return _beyond(snapshot, funnel, lists, asked, name)
    if asked.by is not None and asked.by not in (*LEVELS, "cohort", *funnel.by):
        known = ", ".join(["county", "township", "village", "school", "cohort", *funnel.by])
        raise Refused(
            _("{name} cannot be broken down by {by}. Choose one of: {known}.").format(
                name=funnel.name, by=asked.by, known=known
            )
        )
    there = snapshot.execute(
        "SELECT count(*) FROM duckdb_views() WHERE schema_name = 'funnel' AND view_name = ?", [funnel.name]
    ).fetchall()
    if there == [(0,)]:
        raise Refused(
            _("{name} is newer than what was published. Import something, or build anew.").format(
                name=funnel.title
            )
        )
    steps = choose(
        funnel.step_lists(lists), funnel.pipeline, area=asked.area, on=asked.last or asked.as_of, name=name
    )
    return _without_few(run(snapshot, f"funnel.{funnel.name}", steps, asked), funnel)


_DAYS = ("p25", "p50", "p75", "p90", "km_median")


def _without_few(found: Result, funnel: Funnel) -> Result:
    """Without the days of steps that few people took in order: what is left of one of them is his record, no count."""
    if not funnel.suppress:
        return found
    taken = pl.col("reached") - pl.col("gap_filled") - pl.col("out_of_order")
    kept = [pl.when(taken >= access().shown_from).then(pl.col(name)).alias(name) for name in _DAYS]
    return replace(found, steps=found.steps.with_columns(kept))


def _beyond(
    snapshot: Snapshot, funnel: Funnel, lists: Mapping[str, StepList], asked: Question, name: str | None
) -> Result:
    """The funnel of an area above the reader's own: how many reached which step, of all who ever began.

    One question is answered, so that two answers cannot be subtracted: no window, breakdown, other day, order or list. Of
    those who are not the reader's own, the numbers that came to a step and went no further are each 0 or many; where they
    are not, only the first step is told (`reached` None for the others). Neither days nor what became of them are told.
    Raises Refused for another question, and for an area of which the reader knows no part.
    """
    whole, mine = snapshot.whole, suppression.parts(snapshot).get(asked.area or "")
    if mine is None or any(code in snapshot.above for code in mine):
        seen.refuse_part(snapshot, asked.area)
    plain = Question(area=asked.area, attribution=funnel.attribution)
    if asked != plain or name is not None:
        raise Refused(
            _(
                "Beyond your areas a funnel is counted as a whole: without breakdown, dates, window, order or step list."
            )
        )
    all_of_it = of(whole, funnel, lists, plain)
    steps, day = all_of_it.step_list, all_of_it.asked.as_of
    own = [
        run(whole, f"funnel.{funnel.name}", steps, replace(plain, area=code, as_of=day))
        for code in mine or ()
    ]
    others = all_of_it.steps["reached"].to_list()
    for each in own:
        others = [n - less for n, less in zip(others, each.steps["reached"].to_list(), strict=True)]
    told = suppression.steps_told(others) if funnel.suppress else [True] * len(others)
    return _told(all_of_it, told)


def _told(found: Result, told: Sequence[bool]) -> Result:
    """The steps that may be told, with how many reached them, and nothing else of the others."""
    shown, keys = pl.Series("told", told), ("group", "group_name", "step", "title")
    steps = found.steps.with_columns(
        *(
            pl.lit(None).cast(found.steps.schema[c]).alias(c)
            for c in found.steps.columns
            if c not in (*keys, "reached")
        ),
        pl.when(shown).then(pl.col("reached")).alias("reached"),
    )
    first = steps["reached"][0] if len(steps) else None
    if first:
        steps = steps.with_columns(of_first=pl.col("reached") / first)
    nothing = (
        pl.lit(None).cast(found.classes.schema[c]).alias(c) for c in found.classes.columns if c not in keys
    )
    return replace(found, steps=steps, classes=found.classes.with_columns(*nothing))


def until(
    snapshot: Snapshot, funnel: Funnel, name: str, area: str, by: str | None, first: date | None, last: date | None,
    order: str, day: date,
) -> Result:  # fmt: skip
    """The answer of a published funnel by the list `name`, by school year of entry, as it stood on `day`."""
    latest = snapshot.execute(
        f"SELECT least(max(on_date), ?) FROM funnel.{funnel.name} AS told "
        f"WHERE {tree.inside('told.area_code', 'told.on_date', '?')}",
        [day, area],
    ).fetchall()[0][0]
    asked = Question(
        area=area, by=by, cohort="school_year", first=first, last=last, order=order, as_of=latest or day,
        attribution=funnel.attribution,
    )  # fmt: skip
    found = run(snapshot, f"funnel.{funnel.name}", funnel.own_steps or load_all()[name], asked)
    return _without_few(found, funnel)


def _hold(asked: Question, columns: set[str]) -> None:
    choices = [
        ("order", asked.order, ORDERS),
        ("attribution", asked.attribution, ATTRIBUTIONS),
        ("cohort", asked.cohort, tuple(COHORTS)),
    ]
    if asked.by is not None:
        taken = {"area_code", "person", "step", "on_date", "born"}
        choices.append(("by", asked.by, (*LEVELS, "cohort", *sorted(columns - taken))))
    for name, value, known in choices:
        if value not in known:
            raise Refused(
                _("`{name}` cannot be “{value}”. Choose one of: {known}.").format(
                    name=name, value=value, known=", ".join(known)
                )
            )
    if asked.within is not None and asked.within < 1:
        raise Refused(
            _("A window of {days} days holds nothing. Give a day or more.").format(days=asked.within)
        )
    if asked.first and asked.last and asked.last < asked.first:
        raise Refused(
            _("--from {first} lies after --to {last}. Turn them round.").format(
                first=asked.first, last=asked.last
            )
        )


def _titled(frame: pl.DataFrame, steps: StepList) -> pl.DataFrame:
    """Step numbers replaced by code and title."""
    codes = {n: step.code for n, step in enumerate(steps.steps, 1)}
    titles = {n: step.title for n, step in enumerate(steps.steps, 1)}
    return frame.with_columns(
        pl.col("step").replace_strict(codes, return_dtype=pl.String),
        pl.col("step").replace_strict(titles, return_dtype=pl.String).alias("title"),
    ).select("group", "group_name", "step", "title", pl.exclude("group", "group_name", "step", "title"))


def rule(steps: StepList, asked: Question) -> str:
    """The rule a funnel was counted by, in sentences for the line under a chart."""
    first = steps.steps[0].title
    parts = [
        _("Steps: {title}. ").format(title=steps.title),
        _("Our reading: {words}. ").format(words=steps.ours.rstrip("。.")) if steps.ours else "",
        _("Counted from the first date of “{step}”. ").format(step=first)
        if asked.order == "first"
        else _("Counted from the date of “{step}” that leads furthest, the later one on a tie. ").format(
            step=first
        ),
        _("Window: {days} days from then. ").format(days=asked.within)
        if asked.within
        else _("No overall window. "),
        _("A step without a date is reached when a later one is dated. ")
        if asked.repair
        else _("A step counts only when all required steps before it are dated, in order. "),
        _("A person counts where the first event was. ")
        if asked.attribution == "first"
        else _("A person counts where the last event was. "),
        _("Without progress for longer than a step allows, or {days} days, a person is stalled. ").format(
            days=steps.stalled_after_days
        ),
        _("Events up to {day} are seen. ").format(day=asked.as_of),
    ]
    return "".join(parts).strip()


def counted(snapshot: Snapshot, indicators: Sequence[Indicator], area: str, period: Period) -> pl.DataFrame:
    """A funnel of mere counts, one per indicator as the cube has it, in the order given and never re-sorted.

    indicator, title, reached, of_previous and of_first (against the reported step before, and the first one),
    inversion (倒挂: more than at the reported step before, which counts cannot explain).
    """
    return snapshot.frame(
        f"""
        WITH asked AS (
            SELECT unnest($names) AS name, unnest($titles) AS title, generate_subscripts($names, 1) AS k
        ), told AS (
            SELECT asked.k, asked.name AS indicator, asked.title, cube.numerator::BIGINT AS reached
            FROM asked LEFT JOIN {seen.cube(snapshot)} AS cube ON cube.indicator = asked.name AND cube.dimension = '' AND cube.area_code = $area
                AND cube.grain = $grain AND cube.period = $first
        )
        SELECT indicator, title, reached,
            reached / nullif(lag(reached IGNORE NULLS) OVER (ORDER BY k), 0) AS of_previous,
            reached / nullif(first_value(reached IGNORE NULLS) OVER (ORDER BY k), 0) AS of_first,
            coalesce(reached > lag(reached IGNORE NULLS) OVER (ORDER BY k), false) AS inversion
        FROM told ORDER BY k
        """,
        names=[i.name for i in indicators],
        titles=[i.title for i in indicators],
        area=area,
        grain=period.grain,
        first=period.first,
    )
