"""开始: on an empty warehouse one question at a time; later what is there, and what the next file would bring."""

from tuanqing.ui.screens import start

PAGE = {"title": "Begin", "icon": ":material/flag:", "order": 60, "needs": "import"}

start.draw()
