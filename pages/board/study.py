"""青年大学习、入职培训、入团考试: who was to learn, who has, which branches are missing."""

from tuanqing import ui
from tuanqing.ui.cards import indicator as indicator_card
from tuanqing.ui.cards import key_figures

PAGE = {"title": "Study", "icon": ":material/school:", "order": 45}

indicator_card.topic_page(ui.page(), "study", key_figures.topic("study"))
