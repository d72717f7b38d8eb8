"""少先队: the tree of units, counsellors, committees, congresses, bases, studio."""

import streamlit as st

from tuanqing import ui
from tuanqing.ui import _
from tuanqing.ui.cards import indicator as indicator_card
from tuanqing.ui.cards import lists
from tuanqing.ui.cards.meaning import meaning

PAGE = {"title": "Young Pioneers", "icon": ":material/flag:", "order": 30}

view = ui.page()
library = ui.library()
chosen = lists.opening(
    view,
    "pioneers",
    _("No units of the Young Pioneers have been reported here for this period."),
)
left, right = st.columns([3, 2], gap="small")
with left:
    indicator_card.area_bars(view, chosen, "pioneers")
with right:
    lists.breakdowns(view, "pioneers", chosen, ["counsellor_staffing_rate", "pioneer_bases"])
    indicator_card.trend_card(view, chosen, "pioneers")
    if chosen.unit == "percent":
        indicator_card.gap_card(view, chosen, "pioneers")
lists.page_findings(view, "pioneers")
lists.table_card(view, library.listings["pioneer_tree"], "pioneers")
meaning(chosen, "pioneers")
