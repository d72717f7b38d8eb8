"""Youth Homes: how many, where, and what happens in them."""

from tuanqing import ui
from tuanqing.ui.cards import indicator as indicator_card
from tuanqing.ui.cards import key_figures

PAGE = {"title": "Youth Homes", "icon": ":material/home_work:", "order": 40}

indicator_card.topic_page(ui.page(), "youth_homes", key_figures.topic("youth_homes"))
