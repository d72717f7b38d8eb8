"""入团条件: who meets the conditions of entry, who fails which, who has no record; and what another line would do."""

from tuanqing import ui
from tuanqing.ui import _
from tuanqing.ui.screens import conditions

PAGE = {"title": "Conditions of entry", "icon": ":material/rule:", "order": 50}

view = ui.page()
conditions.page(
    view,
    facts="entry_facts",
    rules="entry_condition",
    empty=_("Nobody's application has been reported here for this period."),
)
