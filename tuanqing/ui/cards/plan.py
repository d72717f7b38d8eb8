"""The panel beside a gap list: how many more units reach a target, which ones first, the rate after each."""

from typing import Any

import streamlit as st

from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.define.query import Indicator
from tuanqing.measure import plan as planning
from tuanqing.measure import read
from tuanqing.measure.plan import Plan
from tuanqing.show import html, words
from tuanqing.show import plan as shapes
from tuanqing.ui.cards.tables import downloads
from tuanqing.ui.frame import cached
from tuanqing.ui.frame.board import board, card
from tuanqing.ui.frame.view import View, carried, link


def plan_card(view: View, indicator: Indicator, key: str) -> None:
    """The plan of a coverage indicator; nothing for a rate of which no unit can be named, or where all have it."""
    if not planning.plannable(indicator):
        return
    name = f"{key} {indicator.name}"
    target = float(st.session_state.get(f"target {name}") or indicator.target(view.period) or 100.0)
    level = st.session_state.get(f"together {name}")
    try:
        found = cached.cached(planning.plan, indicator, view.area, view.period, target, level)
    except Refused:
        return  # nothing reported, or no units: the page says so already
    if not found.missing:
        return
    month = min(
        cached.cached(read.last_month, indicator, view.area, view.period), view.as_of or view.period.last
    )
    with card(shapes.finding(found, bool(level)), words.month(month), key=f"plan {key}"):
        _choices(view, name, target)
        board(cached.drawn(_steps, view, indicator, target, level, carried()), key=f"plan {key}")
        if len(found.steps):
            head, lines = shapes.table(found, bool(level))
            downloads(head, lines, f"{view.place.name} {indicator.title} {_('plan')} {view.period}", f"plan {key}")  # fmt: skip


def _choices(view: View, name: str, target: float) -> None:
    """The target, and whether one measure serves one unit or all of a township or county."""
    levels = [level for level in view.levels if level in ("county", "township")]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.number_input(
            _("Target, %"), 1.0, 100.0, target, step=5.0, format="%g", key=f"target {name}", width=130
        )
        if levels:
            st.selectbox(
                _("One measure serves"),
                [None, *levels],
                key=f"together {name}",
                format_func=lambda level: _("the missing units of one {level}").format(level=words.level(level)) if level else _("one unit"),
                width=240,
            )  # fmt: skip


def _plan(view: View, indicator: Indicator, target: float, level: str | None) -> Plan:
    return cached.cached(planning.plan, indicator, view.area, view.period, target, level)


def _steps(view: View, indicator: Indicator, target: float, level: str | None, _links: dict[str, Any]) -> str:
    found = _plan(view, indicator, target, level)
    said = f'<p class="tq-quiet">{html.text(shapes.said(found))}</p>'
    if found.steps.is_empty():
        return said
    return said + shapes.steps(found, bool(level), lambda code: link("unit", area=code, level=None))
