"""The page of a composite index: the ranking, who lags and what would help, stars, the definition."""

from typing import Any

import streamlit as st

from tuanqing.define import index as index_of
from tuanqing.define.errors import Refused
from tuanqing.define.index import Index
from tuanqing.define.language import _
from tuanqing.measure import index as indices
from tuanqing.measure.index import Scored
from tuanqing.show import html
from tuanqing.show import index as shapes
from tuanqing.ui.cards.corrected import captions
from tuanqing.ui.cards.tables import downloads
from tuanqing.ui.frame import cached
from tuanqing.ui.frame.board import board, card, notice
from tuanqing.ui.frame.view import View, carried, link


@st.cache_resource(show_spinner=False)
def _indices() -> dict[str, Index]:
    """The indices, read once per server."""
    return index_of.load_all(cached.library().indicators)


def page(view: View, empty: str) -> None:
    """The whole page; `empty` is what it says where nobody has a score."""
    known = index_of.applying(_indices().values(), view.area, view.period.last)
    if not known:
        notice(_("No index applies to this place and period."), link("dictionary"), _("See the definitions"))
        return
    index = _chosen(known)
    try:
        scored = cached.cached(indices.score, index, view.area, view.period)
    except Refused as refusal:
        top, name, _level = view.place.path[0]
        notice(str(refusal), link("index", area=top, level=None), _("Go to {place}").format(place=name))
        return
    if scored.areas["score"].null_count() == len(scored.areas):
        notice(empty, link("upload"), _("Go to the upload"))
        return
    with card(shapes.finding(scored), key="index"):
        board(cached.drawn(_ranking, view, index, carried()), key="index")
        head, lines = shapes.table(scored)
        captions(view, [part.indicator for part in index.parts])
        downloads(head, lines, f"{view.place.name} {index.title} {view.period}", "index")
    left, right = st.columns([3, 2], gap="small")
    with left, card(_("Who lags, and what would help most"), key="index lagging"):
        board(cached.drawn(_lifting, view, index, carried()), key="index lagging")
    with right, card(_("Stars"), key="index stars"):
        board(shapes.bands(scored), key="index stars")
    with card(_("What the index is made of"), key="index definition"):
        left, right = st.columns([2, 3], gap="medium")
        with left:
            board(shapes.weights(index), key="index weights")
        with right:
            board(html.facts(shapes.facts(index)), key="index definition")


def _chosen(known: list[Index]) -> Index:
    if len(known) == 1:
        return known[0]
    return st.selectbox(
        _("Index"), known, format_func=lambda index: index.title, key="index", label_visibility="collapsed", width=420
    )  # fmt: skip


def _scored(view: View, index: Index) -> Scored:
    return cached.cached(indices.score, index, view.area, view.period)


def _unit(code: str) -> str:
    return link("unit", area=code, level=None)


def _ranking(view: View, index: Index, _links: dict[str, Any]) -> str:
    scored = _scored(view, index)
    return shapes.ranking(scored, _unit, view.area) + shapes.notes(scored)


def _lifting(view: View, index: Index, _links: dict[str, Any]) -> str:
    return shapes.lifting(_scored(view, index), _unit)
