"""换届: which terms are due, held on time, overdue, extended, without record; who is next."""

import streamlit as st

from tuanqing import ui
from tuanqing.ui import _
from tuanqing.ui.cards import indicator as indicator_card
from tuanqing.ui.cards import lists
from tuanqing.ui.cards.meaning import meaning

PAGE = {"title": "Elections", "icon": ":material/event_repeat:", "order": 10}

view = ui.page()
library = ui.library()
chosen = lists.opening(
    view,
    "terms",
    _("No terms of office have been reported here for this period."),
)
left, right = st.columns([3, 2], gap="small")
with left:
    indicator_card.area_bars(view, chosen, "terms")
with right:
    lists.breakdowns(view, "terms", chosen, ["terms"])
    indicator_card.trend_card(view, chosen, "terms")
lists.page_findings(view, "terms")
coming = library.listings["terms_calendar"]
left, right = st.columns([2, 5], gap="small")
with left:
    lists.calendar_card(view, coming, "due_on", "terms")
with right:
    lists.table_card(view, coming, "terms", _("Who is due when"), found=lists.by_date(view, coming, "due_on"))
meaning(chosen, "terms")
