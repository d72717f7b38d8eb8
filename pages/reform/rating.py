"""对标定级: how many organisations have which star, how stars moved, who lags and whether it was lifted."""

import streamlit as st

from tuanqing import ui
from tuanqing.ui import _
from tuanqing.ui.cards import indicator as indicator_card
from tuanqing.ui.cards import key_figures, lists
from tuanqing.ui.cards.meaning import meaning
from tuanqing.ui.screens import rating

PAGE = {"title": "Rating of organisations", "icon": ":material/star:", "order": 70, "section": "Assessment"}

view = ui.page()
library = ui.library()
rated = library.indicators["organisations_rated"]
lifted = library.indicators["lagging_lifted_rate"]
known = key_figures.with_data(key_figures.on("rating"), view)
if not known:
    ui.notice(_("No rating has been reported here yet."), ui.link("upload"), _("Go to the upload"))
    st.stop()
chosen = next((i for i in known if i.name == view.indicator), known[0])
key_figures.key_cards(view, known, "rating", chosen.name)
left, right = st.columns([3, 2], gap="small")
with left:
    rating.migration_card(view, library.listings["rating_migration"], rated)
    indicator_card.area_bars(view, chosen, "rating")
with right:
    rating.targets_card(view, lifted, "lifting_target")
    indicator_card.member_cards(view, rated, "rating")
    lists.page_findings(view, "rating")
lists.table_card(view, library.listings["lagging_organisations"], "lagging")
meaning(chosen, "rating")
