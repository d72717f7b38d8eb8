"""The office's own Word file: its placeholders filled, letterhead and looks as they were."""

from tuanqing import ui
from tuanqing.ui.screens import letter

PAGE = {"title": "Word templates", "icon": ":material/edit_document:", "order": 30, "needs": "report"}

letter.draw(ui.page())
