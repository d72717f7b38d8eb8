"""Coverage: one rate at a time, by township or school, who is missing, the trend, the meaning."""

import streamlit as st

from tuanqing import ui
from tuanqing.ui import cards

PAGE = {"title": "Coverage", "icon": ":material/target:", "order": 20}

view = ui.page()
rates = [i for i in ui.library().indicators.values() if i.unit == "percent"]
indicator = cards.choose_indicator(view, rates)

left, right = st.columns([3, 2], gap="small")
with left:
    cards.area_bars(view, indicator, "coverage")
with right:
    cards.gap_card(view, indicator, "coverage")
    cards.trend_card(view, indicator, "coverage")
cards.meaning(indicator, "coverage")
