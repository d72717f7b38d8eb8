"""服务青年: problems raised, taken up and closed; counselling, judicial support, posts, League schools."""

import streamlit as st

from tuanqing import ui
from tuanqing.ui import _
from tuanqing.ui.cards import indicator as indicator_card
from tuanqing.ui.cards import lists
from tuanqing.ui.cards.meaning import meaning

PAGE = {"title": "Services", "icon": ":material/volunteer_activism:", "order": 50, "section": "Indicators"}

view = ui.page()
library = ui.library()
chosen = lists.opening(
    view,
    "services",
    _("No services to young people have been reported here for this period."),
)
left, right = st.columns([3, 2], gap="small")
with left:
    indicator_card.area_bars(view, chosen, "services")
    lists.page_findings(view, "services")
with right:
    lists.count_card(
        view,
        library.listings["case_steps"],
        "step",
        "services",
        library.listings["case_steps"].title,
        "cases",
    )
    lists.breakdowns(view, "services", chosen)
    indicator_card.trend_card(view, chosen, "services")
    if chosen.unit == "percent":
        indicator_card.gap_card(view, chosen, "services")
lists.table_card(view, library.listings["case_days"], "services")
meaning(chosen, "services")
