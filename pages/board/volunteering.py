"""Volunteering: teams, volunteers, sessions, hours."""

from tuanqing import ui
from tuanqing.ui import cards, detail

PAGE = {"title": "Volunteering", "icon": ":material/volunteer_activism:", "order": 30}

detail.topic_page(ui.page(), "volunteering", cards.topic("volunteering"))
