"""人才: who is on the register, from where and to where; the villages that still have nobody."""

import streamlit as st

from tuanqing import ui
from tuanqing.ui import _
from tuanqing.ui.cards import indicator as indicator_card
from tuanqing.ui.cards import key_figures, lists, plan
from tuanqing.ui.cards.meaning import meaning

PAGE = {"title": "Young talents", "icon": ":material/workspace_premium:", "order": 100}

view = ui.page()
library = ui.library()
villages, bodies = library.indicators["talent_village_coverage"], library.indicators["talent_bodies"]
chosen = lists.opening(
    view,
    "talent",
    _("No young talents have been reported here for this period."),
)
left, right = st.columns([3, 2], gap="small")
with left:
    indicator_card.area_bars(view, chosen, "talent")
with right:
    if key_figures.with_data([villages], view):
        indicator_card.gap_card(view, villages, "talent")
plan.plan_card(view, villages, "talent")
left, right = st.columns(2, gap="small")
with left:
    indicator_card.trend_card(view, chosen, "talent")
    if chosen.name != bodies.name:
        lists.breakdowns(view, "bodies", bodies)
with right:
    lists.breakdowns(view, "talent", chosen, ["talents"])
meaning(chosen, "talent")
