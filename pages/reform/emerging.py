"""新兴领域建团: forms of joint organisation, whom they cover, growth, hollow ones."""

import streamlit as st

from tuanqing import ui
from tuanqing.ui import _
from tuanqing.ui.cards import indicator as indicator_card
from tuanqing.ui.cards import lists
from tuanqing.ui.cards.meaning import meaning

PAGE = {"title": "New fields", "icon": ":material/hub:", "order": 110}

view = ui.page()
library = ui.library()
chosen = lists.opening(
    view,
    "emerging",
    _("No League organisations in new fields have been reported here for this period."),
)
left, right = st.columns([3, 2], gap="small")
with left:
    indicator_card.area_bars(view, chosen, "emerging")
    lists.page_findings(view, "emerging")
with right:
    lists.breakdowns(view, "emerging", chosen, ["joint_youth"])
    indicator_card.trend_card(view, chosen, "emerging")
meaning(chosen, "emerging")
