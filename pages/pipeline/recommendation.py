"""推优入党: the pool, the way into the Party by field, five dimensions, coverage, awareness, what is about to lapse."""

import streamlit as st

from tuanqing import ui
from tuanqing.ui import _
from tuanqing.ui.cards import funnel, key_figures, lists
from tuanqing.ui.cards import indicator as indicator_card
from tuanqing.ui.cards.meaning import meaning

PAGE = {"title": "Recommendation to the Party", "icon": ":material/how_to_reg:", "order": 40}

view = ui.page()
library = ui.library()
asked = funnel.Funnelled(view, library.funnels["party_recommendation"])
party = [i for i in library.indicators.values() if i.name.startswith("party")]
known = key_figures.with_data(party, view)
if asked.is_empty and not known:
    ui.notice(
        _("Nothing about recommendations has been reported here yet."),
        ui.link("upload"),
        _("Go to the upload"),
    )
    st.stop()
chosen = key_figures.focus(view, known) if known else None
key_figures.key_cards(view, known, "recommendation", chosen.name if chosen else None)
if not asked.is_empty:
    funnel.choices(asked, "recommendation")
    funnel.whole_card(asked, "recommendation")
left, right = st.columns([3, 2], gap="small")
with left:
    if not asked.is_empty:
        funnel.groups_card(asked, "recommendation")
    if chosen:
        indicator_card.area_bars(view, chosen, "recommendation")
with right:
    lists.radar_card(view, library.listings["party_dimensions"], "dimensions")
    if chosen:
        indicator_card.member_cards(view, chosen, "recommendation")
expiring, monthly = (
    library.listings["party_recommendations_expiring"],
    library.listings["party_monthly_notice"],
)
lists.table_card(view, expiring, "expiring", found=lists.by_date(view, expiring, "lapses_on"))
lists.table_card(view, monthly, "monthly", found=lists.by_date(view, monthly, "period", newest=True))
funnel.rules_card(asked, "recommendation")
if chosen:
    meaning(chosen, "recommendation")
