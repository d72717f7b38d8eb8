"""班子与干部: sizes of committees, 专挂兼, young secretaries, student deputies, training."""

import streamlit as st

from tuanqing import ui
from tuanqing.ui import _
from tuanqing.ui.cards import indicator as indicator_card
from tuanqing.ui.cards import lists
from tuanqing.ui.cards.meaning import meaning

PAGE = {"title": "Cadres", "icon": ":material/groups:", "order": 20}

view = ui.page()
library = ui.library()
chosen = lists.opening(
    view,
    "cadres",
    _("No League cadres have been reported here for this period."),
)
left, right = st.columns([3, 2], gap="small")
with left:
    indicator_card.area_bars(view, chosen, "cadres")
    lists.page_findings(view, "cadres")
with right:
    lists.breakdowns(view, "cadres", chosen, ["county_deputies"])
    indicator_card.trend_card(view, chosen, "cadres")
    if chosen.unit == "percent":
        indicator_card.gap_card(view, chosen, "cadres")
lists.table_card(view, library.listings["committee_teams"], "cadres")
meaning(chosen, "cadres")
