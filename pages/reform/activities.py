"""学习与活动: 期, 场, 场次, 次 each by itself; people and person-times each by itself."""

import streamlit as st

from tuanqing import ui
from tuanqing.ui import _
from tuanqing.ui.cards import indicator as indicator_card
from tuanqing.ui.cards import lists
from tuanqing.ui.cards.meaning import meaning

PAGE = {"title": "Activities", "icon": ":material/local_activity:", "order": 40, "section": "Indicators"}

view = ui.page()
kinds = ui.library().listings["activity_kinds"]
chosen = lists.opening(
    view,
    "activities",
    _("No activities have been reported here for this period."),
)
left, right = st.columns([3, 2], gap="small")
with left:
    indicator_card.area_bars(view, chosen, "activities")
    lists.heat_card(
        view,
        kinds,
        "measure",
        "kind",
        "quantity",
        "activities",
        kinds.title,
        narrow="year",
        start=str(view.period.last.year),
    )
with right:
    indicator_card.trend_card(view, chosen, "activities")
    lists.breakdowns(view, "activities", chosen)
meaning(chosen, "activities")
