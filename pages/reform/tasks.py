"""改革任务: projects by month with the gaps visible, results by quarter, documents in order."""

import streamlit as st

from tuanqing import ui
from tuanqing.ui import _
from tuanqing.ui.cards import indicator as indicator_card
from tuanqing.ui.cards import lists
from tuanqing.ui.cards.meaning import meaning

PAGE = {"title": "Reform tasks", "icon": ":material/task_alt:", "order": 120, "section": "Assessment"}

view = ui.page()
library = ui.library()
chosen = lists.opening(
    view,
    "tasks",
    _("No reform tasks have been reported here for this period."),
)
timeline, results = library.listings["reform_timeline"], library.listings["reform_results"]
has_projects = bool(lists.rows(view, timeline))
if has_projects:
    lists.timeline_card(view, timeline, "project", "progress", "tasks", {"result": "◆", "experience": "★"})
left, right = st.columns([3, 2], gap="small")
with left:
    if has_projects:
        lists.table_card(
            view, results, "results", found=lists.by_date(view, results, "reported_on", newest=True)
        )
    papers = library.listings["reform_papers"]
    lists.table_card(view, papers, "papers", found=lists.by_date(view, papers, "reported_on"))
with right:
    lists.page_findings(view, "tasks")
    lists.breakdowns(view, "tasks", chosen, ["reform_documents"])
    indicator_card.trend_card(view, chosen, "tasks")
indicator_card.area_bars(view, chosen, "tasks")
meaning(chosen, "tasks")
