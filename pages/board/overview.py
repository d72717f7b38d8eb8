"""Overview: five key figures, the map of what lies below, what needs a hand, the scorecard."""

import streamlit as st

from tuanqing import ui
from tuanqing.ui import cards, detail

PAGE = {"title": "Overview", "icon": ":material/space_dashboard:", "order": 10}

HEADLINE = (
    "youth_home_township_coverage",
    "two_new_organisations",
    "volunteer_person_times",
    "active_volunteers",
    "aid_amount",
)

view = ui.page()
headline = cards.headline(view, HEADLINE)
chosen = cards.chosen(view, headline)
cards.key_cards(view, headline, "overview", chosen.name if chosen else None)

left, right = st.columns([3, 2], gap="small")
with left:
    if chosen and view.level:
        cards.tile_map(view, chosen)
    elif chosen:
        detail.trend_card(view, chosen, "overview")
with right:
    cards.to_do(view)
cards.scorecard(view, [i for i in ui.library().indicators.values() if i.unit == "percent"])
