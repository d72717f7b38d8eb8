"""清单与述职: the lists with state and evidence, self-assessed and reviewed scores, members' stars."""

import streamlit as st

from tuanqing import ui
from tuanqing.ui import _
from tuanqing.ui.cards import indicator as indicator_card
from tuanqing.ui.cards import lists
from tuanqing.ui.cards.meaning import meaning

PAGE = {"title": "Checklists", "icon": ":material/checklist:", "order": 130, "section": "Assessment"}

view = ui.page()
library = ui.library()
chosen = lists.opening(
    view,
    "checklists",
    _("No checklists or reviews have been reported here for this period."),
)
left, right = st.columns([3, 2], gap="small")
with left:
    indicator_card.area_bars(view, chosen, "checklists")
    lists.page_findings(view, "checklists")
with right:
    lists.breakdowns(view, "checklists", chosen, ["member_stars"])
    indicator_card.trend_card(view, chosen, "checklists")
left, right = st.columns([3, 2], gap="small")
with left:
    lists.table_card(view, library.listings["checklist_items"], "items")
with right:
    lists.table_card(view, library.listings["review_scores"], "scores")
meaning(chosen, "checklists")
