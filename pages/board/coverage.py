"""Coverage: one rate at a time, by township or school, who is missing, which ones first, the trend, the meaning."""

import streamlit as st

from tuanqing import ui
from tuanqing.ui import detail, plan
from tuanqing.ui.meaning import meaning

PAGE = {"title": "Coverage", "icon": ":material/target:", "order": 20}

view = ui.page()
rates = [i for i in ui.library().indicators.values() if i.unit == "percent"]
indicator = detail.choose_indicator(view, rates)

left, right = st.columns([3, 2], gap="small")
with left:
    detail.area_bars(view, indicator, "coverage")
with right:
    missing = detail.gap_card(view, indicator, "coverage")
    if not missing:
        detail.trend_card(view, indicator, "coverage")
if missing:
    plan.plan_card(view, indicator, "coverage")
    detail.trend_card(view, indicator, "coverage")
meaning(indicator, "coverage")
