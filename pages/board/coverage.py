"""Coverage: one rate at a time, by township or school, who is missing, which ones first, the trend, the meaning."""

import streamlit as st

from tuanqing import ui
from tuanqing.ui.cards import indicator as indicator_card
from tuanqing.ui.cards import plan
from tuanqing.ui.cards.meaning import meaning

PAGE = {"title": "Coverage", "icon": ":material/target:", "order": 20}

view = ui.page()
rates = [i for i in ui.library().indicators.values() if i.unit == "percent"]
indicator = indicator_card.choose_indicator(view, rates)

left, right = st.columns([3, 2], gap="small")
with left:
    indicator_card.area_bars(view, indicator, "coverage")
with right:
    missing = indicator_card.gap_card(view, indicator, "coverage")
    if not missing:
        indicator_card.trend_card(view, indicator, "coverage")
if missing:
    plan.plan_card(view, indicator, "coverage")
    indicator_card.trend_card(view, indicator, "coverage")
meaning(indicator, "coverage")
