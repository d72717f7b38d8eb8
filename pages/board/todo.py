"""待办: everything that needs a hand, row by row, and one notice for each township."""

from tuanqing import ui
from tuanqing.ui.screens import todo

PAGE = {"title": "To do", "icon": ":material/checklist:", "order": 15, "section": "To do"}

todo.draw(ui.page())
