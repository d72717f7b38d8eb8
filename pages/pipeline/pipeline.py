"""The whole way from the Young Pioneers through the League to the Party, and each of its funnels."""

import streamlit as st

from tuanqing import ui
from tuanqing.ui import _
from tuanqing.ui.cards import funnel, key_figures, lists

PAGE = {"title": "The whole way", "icon": ":material/route:", "order": 10}
WHOLE = "integrated_pipeline"
RULES = "rules_in_force"

view = ui.page()
funnels = ui.library().funnels
whole = funnel.Funnelled(view, funnels[WHOLE])
known = {name: one for name, query in funnels.items() if not (one := funnel.Funnelled(view, query)).is_empty}
if not known:
    ui.notice(
        _("No way into the League or the Party has been reported here yet."),
        ui.link("upload"),
        _("Go to the upload"),
    )
    st.stop()
if not whole.is_empty:
    funnel.flow_card(whole, "whole")
funnel.counts_card(view, key_figures.on("pipeline"))

chosen = funnel.choose_funnel(known)
funnel.choices(chosen, "pipeline")
funnel.whole_card(chosen, "pipeline")
funnel.groups_card(chosen, "pipeline")
funnel.rules_card(chosen, "pipeline")

rules = ui.library().listings[RULES]
own = [row for row in lists.rows(view, rules) if row["area_code"] == view.area]
if own:
    lists.table_card(view, rules, "rules in force", found=own)
