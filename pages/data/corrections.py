"""更正: what a source got wrong, said beside its rows."""

from tuanqing.ui.screens import corrections

PAGE = {"title": "Corrections", "icon": ":material/edit_note:", "order": 30, "needs": "correct"}

corrections.draw()
