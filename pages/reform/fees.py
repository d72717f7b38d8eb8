"""团费: who owes, who has paid, how much."""

import streamlit as st

from tuanqing import ui
from tuanqing.ui import _
from tuanqing.ui.cards import indicator as indicator_card
from tuanqing.ui.cards import lists
from tuanqing.ui.cards.meaning import meaning

PAGE = {"title": "Membership fees", "icon": ":material/payments:", "order": 140, "section": "Funding"}

view = ui.page()
library = ui.library()
chosen = lists.opening(
    view,
    "fees",
    _("No membership fees have been reported here for this period."),
)
left, right = st.columns([3, 2], gap="small")
with left:
    indicator_card.area_bars(view, chosen, "fees")
    lists.page_findings(view, "fees")
with right:
    indicator_card.trend_card(view, chosen, "fees")
if chosen.unit == "percent":
    indicator_card.gap_card(view, chosen, "fees")
meaning(chosen, "fees")
