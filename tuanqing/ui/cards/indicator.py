"""The cards of one indicator: areas as bars, breakdown, trend, who is missing. Topic pages are made of them."""

from collections.abc import Sequence
from typing import Any

import pandas as _pandas  # noqa: F401  before the first figures: two sessions importing it at once get half of it
import plotly.graph_objects as go
import streamlit as st

from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.define.period import Period
from tuanqing.define.query import Indicator
from tuanqing.measure import breakdown, comparison, completeness, figure, findings, trend
from tuanqing.measure import plan as planning
from tuanqing.measure.figure import Amount
from tuanqing.measure.matters import Way
from tuanqing.show import chart, corrections, html, lines, matters, series, words
from tuanqing.show.palette import THEMES
from tuanqing.ui.cards import basket, remarks
from tuanqing.ui.cards.key_figures import (
    compared,
    finding,
    focus,
    how_to_report,
    key_cards,
    no_figures,
    reaches,
    with_data,
)
from tuanqing.ui.cards.meaning import meaning, member_names
from tuanqing.ui.cards.tables import downloads, trace
from tuanqing.ui.frame import cached
from tuanqing.ui.frame.board import board, card, notice
from tuanqing.ui.frame.plain import plain
from tuanqing.ui.frame.view import View, carried, choose, link, visit

TREND = {"month": 24, "quarter": 12, "half": 8, "year": 6}  # periods in a trend
_CLICKS = (
    "_clicks"  # session state: makes each chart a new one, so that a bar clicked before is not clicked again
)
VISIBLE = 22  # bars visible at once; the rest by scrolling inside the card


def theme() -> str:
    """light or dark."""
    return st.context.theme.type or "light"


def choose_level(view: View, key: str) -> None:
    """Which level to compare, where there is a choice."""
    if len(view.levels) < 2:
        return
    name = f"level {key}"
    st.session_state[name] = view.level
    st.segmented_control(
        _("Level"),
        view.levels,
        key=name,
        format_func=words.level,
        label_visibility="collapsed",
        on_change=lambda: choose("level", st.session_state[name] or view.level),
    )


def area_bars(view: View, indicator: Indicator, key: str, heading: str | None = None) -> None:
    """The areas below as bars, sorted, with the target and the whole as lines; a click opens the unit."""
    with st.container(border=True, key=f"bars {key}", height="stretch" if view.level else "content"):
        left, right = st.columns([5, 4], vertical_alignment="center")
        with left:
            st.html(html.heading(heading or finding(view, indicator)))
        with right, st.container(horizontal=True, horizontal_alignment="right"):
            choose_level(view, key)
        if view.level is None:
            st.caption(_("Nothing lies below this unit."))
            return
        rows, whole = compared(view, indicator)
        if not reaches(view, indicator):
            no_figures(view, indicator, key)
            return
        drawn = cached.drawn(_bars, view, indicator, theme())
        with st.container(
            height=VISIBLE * chart.ROW + 60 if len(rows) > VISIBLE else "content",
            border=False,
            key=f"roll {key}",
        ):
            event = plot(
                drawn, f"bars {key} {indicator.name} {st.session_state.get(_CLICKS, 0)}", select=True
            )
        if event and event.selection.points:
            chosen = event.selection.points[0]["y"]
            st.session_state[_CLICKS] = st.session_state.get(_CLICKS, 0) + 1
            visit("unit", area=chosen, level=None)
        rest = words.remainder(
            indicator,
            cached.cached(comparison.remainder, indicator, view.area, view.level, view.period),
            view.level,
        )
        for caption in (rest, words.reporters(whole), *corrections.of_rows([whole, *rows])):
            if caption:
                st.caption(plain(caption))
        basket.put_indicator(indicator, f"bars {key}")
        trace(view, indicator, key)


def _bars(view: View, indicator: Indicator, theme: str) -> go.Figure:
    rows, whole = compared(view, indicator)
    target = indicator.target(view.period)
    return chart.bars(indicator, rows, target, whole, view.place.name, THEMES[theme])


def plot(drawn: go.Figure, key: str, select: bool = False) -> Any:
    """A finished figure on the page."""
    if not select:
        st.plotly_chart(drawn, key=key, theme=None, config=chart.config())
        return None
    return st.plotly_chart(
        drawn, key=key, theme=None, config=chart.config(), on_select="rerun", selection_mode="points"
    )


def trend_card(view: View, indicator: Indicator, key: str) -> None:
    """The last 24 periods with the verdict."""
    found = cached.cached(trend.verdict, indicator, view.area, view.period)
    now = cached.cached(figure.figure, indicator, view.area, view.period)
    title = _("{title}: {verdict}").format(title=indicator.title, verdict=words.verdict(found, now))
    with card(title, key=f"trend {key}"):
        plot(cached.drawn(_trend, view, indicator, theme()), f"trend {key} {indicator.name}")
        shown = _shown(view, indicator)
        if any(figure.carried(shown, indicator)):
            st.caption(_("Hollow: the list was still the one before, which is no new figure."))
        for said in corrections.of_rows(shown):
            st.caption(plain(said))
        remarks.foot(view, indicator, key)


def _steps(view: View) -> list[Period]:
    count = TREND[view.period.grain]
    span = cached.cached(completeness.span, view.area)
    wanted = [view.period.shift(-n) for n in reversed(range(count))]
    return [step for step in wanted if span is None or step.last >= span[0]] or wanted[-1:]


def _shown(view: View, indicator: Indicator) -> list[Amount]:
    """What stood in each period, from the first figure on."""
    rows = cached.cached(figure.series, [indicator], view.area, _steps(view))[indicator.name]
    start = next((n for n, row in enumerate(rows) if row.value is not None), 0)
    return rows[start:]


def _trend(view: View, indicator: Indicator, theme: str) -> go.Figure:
    return series.trend(indicator, _shown(view, indicator), THEMES[theme])


def member_cards(view: View, indicator: Indicator, key: str) -> None:
    """The figure broken down by each column the indicator declares and somebody has filled in here."""
    for dimension, title in indicator.by.items():
        rows = cached.cached(breakdown.members, indicator, dimension, view.area, view.period)
        if all(row.value is None for row in rows):
            continue
        heading = _("{title} by {by}").format(title=indicator.title, by=title)
        with card(heading, words.aside(rows[0]), key=f"by {key} {dimension}"):
            names = member_names(indicator, dimension)
            drawn = chart.members(indicator, rows, names, THEMES[theme()])
            plot(drawn, f"by {key} {indicator.name} {dimension}")
            basket.put_table(
                f"{view.place.name} {indicator.title} {title} {view.period.words}",
                [title, indicator.title],
                [[chart.member(row, names), words.full(indicator, row)] for row in rows],
                f"by {key} {dimension}",
            )


def gap_card(view: View, indicator: Indicator, key: str) -> int:
    """Whom to phone: who is missing, since when, whose office; as a file too. Gives how many are missing."""
    found = cached.cached(findings.gaps, indicator, view.area, view.period)
    total = len(found.rows)
    with card(
        lines.gaps(found), found.month.words, key=f"gaps {key}", height="stretch" if total else "content"
    ):
        if found.whole.value is None:
            board(f'<p class="tq-quiet">{how_to_report(found.whole, indicator)}</p>', key=f"gaps {key}")
            return 0
        for said in corrections.of_figure(found.whole):
            st.caption(plain(said))
        if found.is_closed:
            st.caption(_("Every unit counted has what this indicator asks for."))
        if found.unheard:
            st.caption(words.reporters(found.whole))
        if not found.is_all:
            st.caption(_("Of this place you see your own areas here, and the totals."))
        if not total:
            return 0
        if way := _way(view, indicator):
            st.markdown(plain(way))
        board(cached.drawn(_gaps, view, indicator, carried()), key=f"gaps {key}")
        head, cells = lines.gap_table(found.rows)
        downloads(head, cells, f"{view.place.name} {indicator.title} {_('gap list')} {view.period}", key)
    return total


def _way(view: View, indicator: Indicator) -> str:
    """How many more reach the target and which ones first; "" where there is none, or no unit can be named."""
    target = indicator.target(view.period)
    if target is None or not planning.plannable(indicator):
        return ""
    try:
        found = cached.cached(planning.plan, indicator, view.area, view.period, target, None)
    except Refused:  # nothing reported, or it counts people
        return ""
    names = tuple(found.steps["name"])
    if found.is_reached or found.now.is_partial or not names:
        return ""
    return matters.way_to(Way(len(names), names, found.reaches))


def _gaps(view: View, indicator: Indicator, _links: dict[str, Any]) -> str:
    rows = cached.cached(findings.gaps, indicator, view.area, view.period).rows[:300]
    _head, shown = lines.gap_table(rows)
    several = len({line[1] for line in shown}) > 1
    cells = [
        [
            html.anchor(
                html.text(f"{line[1]} {line[0]}" if several else line[0]),
                link("unit", area=row["area_code"], level=None),
            ),
            html.text(line[2]),
            html.text(line[3]),
            html.text(line[5]),
            html.roomy(line[4]),
        ]
        for row, line in zip(rows, shown, strict=True)
    ]
    head = [_("Unit"), _("What"), _("Has/needs"), _("Since"), _("Office to phone")]
    if not any(line[2] for line in shown):
        head, cells = [head[0], *head[2:]], [[row[0], *row[2:]] for row in cells]
    return html.table(head, cells, "tq-gaps")


def choose_indicator(view: View, indicators: Sequence[Indicator]) -> Indicator:
    """A searchable choice among indicators; the address says which. Stops the page where there is none."""
    known = with_data(indicators, view) or list(indicators)
    if not known:
        st.caption(_("There is no indicator of this kind yet."))
        st.stop()
    by_name = {i.name: i for i in known}
    wanted = focus(view, known).name
    st.session_state["indicator"] = wanted
    st.selectbox(
        _("Indicator"),
        list(by_name),
        key="indicator",
        format_func=lambda name: by_name[name].title,
        label_visibility="collapsed",
        placeholder=_("Search an indicator"),
        on_change=lambda: choose("indicator", st.session_state["indicator"]),
        width=420,
    )
    return by_name[wanted]


def topic_page(view: View, page: str, indicators: Sequence[Indicator]) -> None:
    """A topic: its key figures as cards; of the chosen one bars, breakdown, trend, gaps, meaning."""
    known = with_data(indicators, view)
    if not known:
        notice(_("Nothing has been reported for this topic here yet."), link("upload"), _("Go to the upload"))
        return
    wanted = focus(view, known)
    key_cards(view, known, page, wanted.name)
    left, right = st.columns([3, 2], gap="small")
    with left:
        area_bars(view, wanted, page)
    with right:
        member_cards(view, wanted, page)
        trend_card(view, wanted, page)
        if wanted.unit == "percent" and wanted.better == "higher":
            gap_card(view, wanted, page)
    meaning(wanted, page)
