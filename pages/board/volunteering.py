"""Volunteering: teams, volunteers, sessions, hours."""

from tuanqing import ui
from tuanqing.ui.cards import indicator as indicator_card
from tuanqing.ui.cards import key_figures

PAGE = {"title": "Volunteering", "icon": ":material/volunteer_activism:", "order": 30}

indicator_card.topic_page(ui.page(), "volunteering", key_figures.topic("volunteering"))
