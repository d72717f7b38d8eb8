"""The page that holds the published figures against the computed ones."""

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from tuanqing.define import published
from tuanqing.define.language import _
from tuanqing.measure.published import STATUSES, Comparison, compare
from tuanqing.show import html
from tuanqing.show import published as table
from tuanqing.ui.frame import cached
from tuanqing.ui.frame.board import notice
from tuanqing.ui.frame.view import link


@st.cache_resource(show_spinner=False, max_entries=4)
def _compared(folder: str, version: str, scope: tuple[str, ...] | None) -> list[Comparison]:
    del folder, version, scope
    with cached.warehouse().read(cached.version()) as snapshot:
        return compare(snapshot, published.load(), cached.library())


def draw() -> None:
    """The whole page."""
    st.html(f"<style>{table.STYLE}</style>")
    st.html(html.title(_("Published figures"), [], _("As printed, and as computed from the sample rows"), ""))
    if cached.warehouse().is_empty:
        notice(_("There is no data yet to compare with."), link("upload"), _("Go to the upload"))
        return
    house = cached.warehouse()
    found = _compared(str(house.folder), cached.version(), house.scope)
    places = list(dict.fromkeys(row.figure.place for row in found))
    words = table.statuses()
    with st.container(horizontal=True, vertical_alignment="center"):
        place = st.segmented_control(
            _("Place"), places, key="place", bind="query-params", label_visibility="collapsed"
        )
        mine = [row for row in found if place in (None, row.figure.place)]
        counted = Counter(row.status for row in mine)
        known = [status for status in STATUSES if counted[status]]
        status = st.segmented_control(
            _("State"),
            known,
            format_func=lambda name: f"{table.SIGNS[name]} {words[name]} {counted[name]}",
            key="status",
            bind="query-params",
            label_visibility="collapsed",
        )
    order = ("different", "no_data", "same", "lower_bound", "shown", "lost")
    shown: Sequence[Comparison] = sorted(
        (row for row in mine if status in (None, row.status)), key=lambda row: order.index(row.status)
    )
    with st.container(border=True):
        st.html(html.heading(table.finding(mine)))
        st.html(table.table(shown, cached.contracts(), cached.library(), _where))


def _where(figure: published.Figure) -> str:
    """The address of the page that shows what a statement speaks of, for its place and time."""
    return link(figure.shown, area=figure.area, period=figure.periods[-1])
