"""The cards of a funnel: the whole way as bars or a flow, groups on one scale, the rule in force, the numbers as files."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from tuanqing.define import steps as step_lists
from tuanqing.define.language import _, language
from tuanqing.define.query import Funnel, Indicator
from tuanqing.define.steps import StepList
from tuanqing.measure import completeness, funnel
from tuanqing.measure.funnel import Result
from tuanqing.show import funnel as shapes
from tuanqing.show import html, words
from tuanqing.show.palette import THEMES
from tuanqing.ui.cards import basket
from tuanqing.ui.cards.corrected import captions
from tuanqing.ui.cards.indicator import plot, theme
from tuanqing.ui.cards.tables import downloads
from tuanqing.ui.frame import cached
from tuanqing.ui.frame.board import board, card
from tuanqing.ui.frame.plain import plain
from tuanqing.ui.frame.view import View, choose, link

ALL = "all"


def lists() -> dict[str, StepList]:
    """Every step list on disk."""
    return step_lists.load_all()


def family(query: Funnel, view: View) -> dict[str, StepList]:
    """The lists this funnel can be counted by here: those of the place, of everywhere, and of places within it."""
    return {
        each.name: each
        for each in query.step_lists(lists())
        if view.area.startswith(each.area) or each.area.startswith(view.area)
    }


class Funnelled:
    """One funnel as a page asks for it; what was chosen lies in the address."""

    def __init__(self, view: View, query: Funnel):
        self.view, self.query = view, query
        self.family = family(query, view)
        asked = st.query_params
        usual = query.own_steps or step_lists.choose(
            self.family.values(), query.pipeline, area=view.area, on=view.period.last
        )
        self.list = self.family.get(asked.get("steps", ""), usual)
        self.order = "latest" if asked.get("order") == "latest" else "first"
        self.entries = _entries(view)
        entry = asked.get("entry", ALL)
        self.entry = entry if entry in self.entries else ALL
        self.groups = _groups(view, query)
        by = asked.get("by", "")
        self.by = by if by in self.groups else next(iter(self.groups))

    def result(self, by: str | None = None) -> Result:
        """The funnel, as a whole or by groups."""
        first, last = self.entries[self.entry]
        return cached.cached(
            funnel.until,
            self.query,
            self.list.name,
            self.view.area,
            by,
            first,
            last,
            self.order,
            self.view.period.last,
        )

    @property
    def is_empty(self) -> bool:
        """Whether nobody entered here."""
        rows = self.result().steps
        return rows.is_empty() or not rows["reached"][0]


def _entries(view: View) -> dict[str, tuple[date | None, date | None]]:
    """When people entered: ever, or in one school year; newest first."""
    found: dict[str, tuple[date | None, date | None]] = {ALL: (None, None)}
    span = cached.cached(completeness.span, view.area)
    if span is None:
        return found
    newest = view.period.last.year - (view.period.last.month < 9)
    oldest = span[0].year - (span[0].month < 9)
    for year in range(newest, max(oldest, newest - 8) - 1, -1):
        found[f"{year}-{year + 1}"] = (date(year, 9, 1), date(year + 1, 8, 31))
    return found


def _groups(view: View, query: Funnel) -> dict[str, str]:
    levels = {level: words.level(level) for level in view.levels if level in ("county", "township", "school")}
    return levels | dict(query.by) | {"cohort": _("School year of entry")}


def choices(asked: Funnelled, key: str) -> None:
    """Step list, entry, order and groups, beside each other."""
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom", key=f"funnel choices {key}"):
        if len(asked.family) > 1:
            _select(
                _("Step list"),
                "steps",
                asked.list.name,
                {n: each.title for n, each in asked.family.items()},
                key,
                300,
            )
        years = {
            name: _("All who ever entered") if name == ALL else _("Entered in {years}").format(years=name)
            for name in asked.entries
        }
        _select(_("Entry"), "entry", asked.entry, years, key, 190)
        orders = {"first": _("From the first start"), "latest": _("From the best start")}
        _select(_("Start"), "order", asked.order, orders, key, 170)
        _select(_("Groups"), "by", asked.by, asked.groups, key, 150)


def _select(label: str, name: str, value: str | None, options: dict[str, str], key: str, width: int) -> None:
    own = f"{name} {key}"
    st.session_state[own] = value
    st.selectbox(
        label,
        list(options),
        key=own,
        format_func=lambda option: options[option],
        on_change=lambda: choose(name, st.session_state[own]),
        width=width,
    )


def whole_card(asked: Funnelled, key: str) -> None:
    """The whole way: a stacked bar per step, and the rule it was counted by."""
    found = asked.result()
    with card(finding(asked, found), key=f"funnel {key}"):
        board(shapes.bars(found.standing.to_dicts()), key=f"funnel {key}")
        st.caption(plain(found.rule))
        captions(asked.view, [asked.query])
        head, rows = shapes.table(found.steps.to_dicts())
        downloads(
            head, rows, f"{asked.view.place.name} {asked.query.title} {asked.view.period}", f"funnel {key}"
        )


def finding(asked: Funnelled, found: Result) -> str:
    """The heading: how many of those who entered are through, and where most stand still."""
    whole = found.totals.row(0, named=True)
    said = _("{title}: {entrants} entered, {done} are through").format(
        title=asked.query.title,
        entrants=words.plain(whole["entrants"]),
        done=words.plain(whole["completed"]),
    )
    if stuck := found.stuck:
        said += _(", {n} stalled, most after “{step}” ({most})").format(
            n=words.plain(whole["stalled"]), step=stuck["title"], most=words.plain(stuck["stalled"])
        )
    elif whole["stalled"]:  # of equals none is named
        said += _(", {n} stalled").format(n=words.plain(whole["stalled"]))
    return said


def groups_card(asked: Funnelled, key: str) -> None:
    """The groups below each other on one scale, those with most stalled first."""
    found = asked.result(asked.by)
    title = _("{title} by {by}").format(title=asked.query.title, by=asked.groups[asked.by])
    with card(title, _("one scale for all"), key=f"groups {key}"):
        board(_multiples(asked.view, asked.by, found), key=f"groups {key}")
        head, rows = shapes.table(found.steps.to_dicts())
        downloads(head, rows, f"{asked.view.place.name} {title} {asked.view.period}", f"groups {key}")


def _multiples(view: View, by: str, found: Result) -> str:
    required = {found.step_list.steps[n - 1].code for n in found.step_list.required}
    steps: dict[str | None, list[dict]] = {}
    for row in found.steps.to_dicts():
        if row["step"] in required:
            steps.setdefault(row["group"], []).append(row)
    is_area = by in view.levels
    lines = [
        (
            row["group_name"] or _("not said"),
            link("unit", area=row["group"], level=None) if is_area and row["group"] else "",
            steps[row["group"]],
            row,
        )
        for row in found.totals.to_dicts()
    ]
    titles = [row["title"] for row in lines[0][2]] if lines else []
    return shapes.multiples(lines, titles)


def flow_card(asked: Funnelled, key: str, heading: str | None = None) -> None:
    """The way as a flow."""
    found = asked.result()
    with card(heading or finding(asked, found), key=f"flow {key}"):
        figure = shapes.flow(found.standing.to_dicts(), found.totals.row(0, named=True), THEMES[theme()])
        plot(figure, f"flow figure {key} {asked.query.name} {asked.list.name} {asked.entry} {asked.order}")
        head, rows = shapes.table(found.steps.to_dicts())
        title = f"{asked.view.place.name} {asked.query.title} {asked.view.period}"
        basket.put_table(title, head, rows, f"flow {key}")
        st.caption(plain(found.rule))
        captions(asked.view, [asked.query])


def counts_card(view: View, steps: Sequence[Indicator]) -> None:
    """What was counted at each step in the year, in process order; nothing where fewer than two steps have a count."""
    year = view.period.within("year")
    rows = cached.cached(funnel.counted, tuple(steps), view.area, year).to_dicts()
    told = [row for row in rows if row["reached"] is not None]
    if len(told) < 2:
        return
    turned = [row["title"] for row in told if row["inversion"]]
    heading = _("{year}: so many at each step").format(year=year.first.year)
    if turned:
        heading += _("; more at {steps} than at the step before").format(steps=_("、").join(turned))
    with card(heading, key="counts"):
        board(shapes.inversions(rows), key="counts")
        st.caption(
            _(
                "Counts of one year, not of one group of people: a step may have more than the one before it (倒挂). "
                "They are shown as they are, in the order of the process."
            )
        )


def rules_card(asked: Funnelled, key: str) -> None:
    """The step list in words: order, days, ages, notices, evidence, and what of it is our reading."""
    chosen = asked.list
    head = [
        _("Step"),
        _("Stage"),
        _("Earliest, days"),
        _("Latest, days"),
        _("Age"),
        _("Public notice, working days"),
        _("Evidence"),
    ]
    rows = [
        [
            html.text(step.title + (_(" (optional)") if step.optional else "")),
            html.text(stage_title(chosen, step.stage)),
            words.plain(step.minimum_days) if step.minimum_days is not None else "",
            words.plain(step.maximum_days) if step.maximum_days is not None else "",
            words.plain(step.minimum_age) if step.minimum_age is not None else "",
            words.plain(step.notice_working_days)
            if step.notice_working_days
            else ("●" if step.notice else ""),
            html.text("；".join(step.evidence)),
        ]
        for step in chosen.steps
    ]
    with st.expander(
        _("The steps and their rules: {title}").format(title=plain(chosen.title)), key=f"rules {key}"
    ):
        facts = [chosen.about, _("Source: {source}").format(source=chosen.source) if chosen.source else ""]
        if chosen.ours:
            facts.append(_("Our reading: {words}").format(words=chosen.ours))
        board(
            "".join(f'<p class="tq-quiet">{html.text(fact)}</p>' for fact in facts if fact)
            + html.table(head, rows, ""),
            key=f"rules {key}",
        )


def stage_title(found: StepList, code: str) -> str:
    """A stage's name in the language in force."""
    return found.stages.get(code, {}).get(language(), code) if code else ""


def choose_funnel(known: dict[str, Funnelled]) -> Funnelled:
    """Which funnel is shown; the address says it."""
    wanted = st.query_params.get("funnel", "")
    wanted = wanted if wanted in known else next(iter(known))
    st.session_state["funnel"] = wanted
    st.segmented_control(
        _("Funnel"),
        list(known),
        key="funnel",
        format_func=lambda name: known[name].query.title,
        label_visibility="collapsed",
        on_change=lambda: choose("funnel", st.session_state["funnel"] or wanted, steps=None, by=None),
    )
    return known[wanted]
