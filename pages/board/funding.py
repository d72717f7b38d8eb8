"""Funding: what came in, what was spent, whom it reached."""

from tuanqing import ui
from tuanqing.ui import cards, detail

PAGE = {"title": "Funding", "icon": ":material/payments:", "order": 50}

detail.topic_page(ui.page(), "funding", cards.topic("funding"))
