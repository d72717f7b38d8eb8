"""Reports: the choices, the pages as they will be printed, and what was made before."""

from tuanqing import ui
from tuanqing.ui.screens import report

PAGE = {"title": "Make a report", "icon": ":material/description:", "order": 10, "needs": "report"}

report.draw(ui.page(period=False))
