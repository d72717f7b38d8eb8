"""先锋指数: townships by one score, what it is made of, how sure the rank is, who lags and what would help."""

from tuanqing import ui
from tuanqing.ui import _
from tuanqing.ui.screens import index as indices

PAGE = {"title": "Vanguard index", "icon": ":material/leaderboard:", "order": 60, "section": "Assessment"}

indices.page(ui.page(), empty=_("No indicator of the index has been reported for this period yet."))
