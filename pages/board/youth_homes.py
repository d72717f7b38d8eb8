"""Youth Homes: how many, where, and what happens in them."""

from tuanqing import ui
from tuanqing.ui import cards, detail

PAGE = {"title": "Youth Homes", "icon": ":material/home_work:", "order": 40}

detail.topic_page(ui.page(), "youth_homes", cards.topic("youth_homes"))
