"""经费公平: money per young person by township, and how evenly it is spread."""

from tuanqing import ui
from tuanqing.ui import _
from tuanqing.ui.cards import key_figures
from tuanqing.ui.screens import inequality

PAGE = {"title": "Fairness of funding", "icon": ":material/balance:", "order": 80, "section": "Funding"}

view = ui.page()
inequality.page(
    view,
    key_figures.on("fairness"),
    empty=_("No funding has been reported below this place for this period."),
)
