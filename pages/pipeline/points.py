"""积分入团: the four steps of dual scoring, who waits at which check, who reached the line, the public notices."""

import streamlit as st

from tuanqing import ui
from tuanqing.ui import _
from tuanqing.ui.cards import funnel, lists
from tuanqing.ui.cards import indicator as indicator_card
from tuanqing.ui.cards.meaning import meaning

PAGE = {"title": "Points for admission", "icon": ":material/scoreboard:", "order": 20}

view = ui.page()
library = ui.library()
asked = funnel.Funnelled(view, library.funnels["dual_score"])
passed = library.indicators["points_passed_rate"]
waiting = lists.rows(view, library.listings["points_waiting"])
if asked.is_empty and not waiting:
    ui.notice(_("No points have been reported here yet."), ui.link("upload"), _("Go to the upload"))
    st.stop()

funnel.choices(asked, "points")
if not asked.is_empty:
    funnel.whole_card(asked, "points")
left, right = st.columns([3, 2], gap="small")
with left:
    indicator_card.area_bars(view, passed, "points")
with right:
    lists.count_card(
        view, library.listings["points_waiting"], "state", "waiting", _("Who waits at which check")
    )
    indicator_card.member_cards(view, passed, "points")
if not asked.is_empty:
    funnel.groups_card(asked, "points")
lists.table_card(view, library.listings["points_notices"], "notices")
lists.table_card(view, library.listings["points_waiting"], "waiting by school", found=waiting)
funnel.rules_card(asked, "points")
meaning(passed, "points")
