"""公布数据对照: what the places have published beside what we compute."""

from tuanqing.ui.screens import published

PAGE = {"title": "Published figures", "icon": ":material/fact_check:", "order": 20}

published.draw()
