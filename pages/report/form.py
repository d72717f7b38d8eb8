"""The superior's blank form: pointed at indicators once, filled ever after."""

from tuanqing import ui
from tuanqing.ui.screens import form

PAGE = {"title": "Fill a form", "icon": ":material/table_edit:", "order": 20, "needs": "report"}

form.draw(ui.page())
