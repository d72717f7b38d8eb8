"""关爱资助: programmes with who paid, how much, for how many; budget against spent."""

import streamlit as st

from tuanqing import ui
from tuanqing.ui import _
from tuanqing.ui.cards import indicator as indicator_card
from tuanqing.ui.cards import lists
from tuanqing.ui.cards.meaning import meaning

PAGE = {"title": "Care and aid", "icon": ":material/favorite:", "order": 150, "section": "Funding"}

view = ui.page()
library = ui.library()
chosen = lists.opening(
    view,
    "aid",
    _("No aid has been reported here for this period."),
)
left, right = st.columns([3, 2], gap="small")
with left:
    indicator_card.area_bars(view, chosen, "aid")
    lists.page_findings(view, "aid")
with right:
    lists.breakdowns(view, "aid", chosen, ["funding_spent_rate"])
    indicator_card.trend_card(view, chosen, "aid")
lists.table_card(view, library.listings["aid_programmes"], "aid")
meaning(chosen, "aid")
