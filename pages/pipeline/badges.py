"""争章: who holds which badge, the rating in three steps, stars and their quotas."""

import streamlit as st

from tuanqing import ui
from tuanqing.ui import _
from tuanqing.ui.cards import indicator as indicator_card
from tuanqing.ui.cards import key_figures, lists
from tuanqing.ui.cards.meaning import meaning

PAGE = {"title": "Badges", "icon": ":material/military_tech:", "order": 30}

view = ui.page()
library = ui.library()
known = key_figures.with_data(key_figures.on("badges"), view)
if not known:
    ui.notice(_("No badges have been reported here yet."), ui.link("upload"), _("Go to the upload"))
    st.stop()
chosen = key_figures.focus(view, known)
key_figures.key_cards(view, known, "badges", chosen.name)
grid = library.listings["badge_grid_counts"]
left, right = st.columns([3, 2], gap="small")
with left:
    lists.heat_card(view, grid, "subject", "type", "holders", "grid", _("Holders by badge"), narrow="grade")
    indicator_card.area_bars(view, chosen, "badges")
with right:
    lists.page_findings(view, "badges")
    indicator_card.member_cards(view, chosen, "badges")
    indicator_card.trend_card(view, chosen, "badges")
meaning(chosen, "badges")
