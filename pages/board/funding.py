"""Funding: what came in, what was spent, whom it reached."""

from tuanqing import ui
from tuanqing.ui.cards import indicator as indicator_card
from tuanqing.ui.cards import key_figures

PAGE = {"title": "Funding", "icon": ":material/payments:", "order": 50, "section": "Funding"}

indicator_card.topic_page(ui.page(), "funding", key_figures.topic("funding"))
