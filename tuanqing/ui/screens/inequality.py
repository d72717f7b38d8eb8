"""The page of fairness: how evenly an amount reaches the areas below, per head."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from tuanqing.define.language import _
from tuanqing.define.query import Indicator
from tuanqing.measure import figure, inequality
from tuanqing.measure.figure import Figure
from tuanqing.measure.inequality import Spread
from tuanqing.show import inequality as shapes
from tuanqing.show import words
from tuanqing.ui.cards.indicator import choose_indicator, choose_level
from tuanqing.ui.cards.key_figures import latest
from tuanqing.ui.cards.meaning import meaning
from tuanqing.ui.cards.tables import downloads
from tuanqing.ui.frame import cached
from tuanqing.ui.frame.board import board, card, notice
from tuanqing.ui.frame.view import View, carried, link


def page(view: View, indicators: Sequence[Indicator], empty: str) -> None:
    """The whole page, for one of these indicators; `empty` is what it says where no area has a figure."""
    if view.level is None:
        top, name, _level = view.place.path[0]
        sentence, label = _("Nothing lies below this unit."), _("Go to {place}").format(place=name)
        notice(sentence, link("fairness", area=top, level=None), label)
        return
    with st.container(horizontal=True, gap="small"):
        indicator = choose_indicator(view, indicators)
        choose_level(view, "fairness")
        by = _grouping(view)
    spread = _spread(view, indicator, by)
    if spread.areas.is_empty() and spread.silent and figure_of(view, indicator).value is not None:
        sentence = _("{figure}: not enough has been reported to say how evenly it is spread.")
        whole = words.full(indicator, figure_of(view, indicator))
        notice(sentence.format(figure=f"{indicator.title} {whole}"), link("upload"), _("Go to the upload"))
        return
    if spread.areas.is_empty() or not spread.amount:
        step = latest(view, indicator)
        if step in (None, view.period):
            notice(empty, link("upload"), _("Go to the upload"))
        else:
            notice(empty, link("fairness", period=step), _("See {period}").format(period=step.words))
        return
    left, right = st.columns([3, 2], gap="small")
    with left, card(shapes.finding(indicator, spread), key="fairness"):
        board(cached.drawn(_bars, view, indicator, by, carried()), key="fairness")
        head, lines = shapes.table(spread)
        downloads(head, lines, f"{view.place.name} {indicator.title} {view.period}", "fairness")
    with right:
        with card(_("How even"), key="fairness measures"):
            board(shapes.measures(spread, by) + shapes.caveats(indicator, spread), key="fairness measures")
        with card(_("By group"), key="fairness groups"):
            board(shapes.groups(indicator, spread), key="fairness groups")
    meaning(indicator, "fairness")


def figure_of(view: View, indicator: Indicator) -> Figure:
    """What stands for the whole place."""
    return cached.cached(figure.figure, indicator, view.area, view.period)


def _grouping(view: View) -> str:
    """County or kind; counties only where there are several."""
    if "county" not in view.levels:
        return "kind"
    chosen = st.segmented_control(
        _("Group by"), inequality.GROUPS, default="county", format_func=shapes.group, key="fairness by",
        label_visibility="collapsed",
    )  # fmt: skip
    return chosen or "county"


def _spread(view: View, indicator: Indicator, by: str) -> Spread:
    return cached.cached(inequality.spread, indicator, view.area, view.level, view.period, by)


def _bars(view: View, indicator: Indicator, by: str, _links: dict[str, Any]) -> str:
    return shapes.bars(
        indicator, _spread(view, indicator, by), lambda code: link("unit", area=code, level=None)
    )
