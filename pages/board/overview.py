"""Overview: five key figures, the map of what lies below, what needs a hand, the scorecard."""

import streamlit as st

from tuanqing import ui
from tuanqing.ui.cards import indicator as indicator_card
from tuanqing.ui.cards import key_figures

PAGE = {"title": "Overview", "icon": ":material/space_dashboard:", "order": 10, "section": "Overview"}

view = ui.page()
headline = key_figures.headline(view, key_figures.on("overview"))
chosen = key_figures.chosen(view, headline)
if chosen and chosen not in headline:  # what the map shows stands among the figures
    headline = [*headline[:-1], chosen]
key_figures.begin(view)
key_figures.key_cards(view, headline, "overview", chosen.name if chosen else None)

left, right = st.columns([3, 2], gap="small")
with left:
    if chosen and view.level:
        key_figures.tile_map(view, chosen)
    elif chosen:
        indicator_card.trend_card(view, chosen, "overview")
with right:
    key_figures.to_do(view)
key_figures.scorecard(view, key_figures.rates())
