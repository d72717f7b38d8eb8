"""经费公平: money per young person by township, and how evenly it is spread."""

from tuanqing import ui
from tuanqing.ui import _
from tuanqing.ui.cards import key_figures
from tuanqing.ui.screens import inequality

PAGE = {"title": "Fairness of funding", "icon": ":material/balance:", "order": 80}

view = ui.page()
money = [i for i in key_figures.topic("funding") if i.unit == "yuan" and i.name.startswith(("funding", "aid_amount", "pioneer"))]  # fmt: skip
inequality.page(view, money, empty=_("No funding has been reported below this place for this period."))
