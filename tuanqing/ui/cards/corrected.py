"""Under what is no figure of its own (a funnel, a list, findings): which corrections its rows bear."""

from collections.abc import Sequence

import streamlit as st

from tuanqing.define.query import Query
from tuanqing.measure import corrected
from tuanqing.show import corrections
from tuanqing.ui.frame import cached
from tuanqing.ui.frame.plain import plain
from tuanqing.ui.frame.view import View


def captions(view: View, queries: Sequence[Query]) -> None:
    """A line each, said once; nothing where there is none."""
    contracts, library = cached.contracts(), cached.library()
    found = [
        corrections.sentence(stands)
        for query in queries
        for stands in cached.cached(corrected.behind, query, contracts, library, view.area, view.period.last)
    ]
    for said in dict.fromkeys(found):
        st.caption(plain(said))
