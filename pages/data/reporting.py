"""报送: which unit has given which data for the period, when and how late, and reminders for the rest."""

from tuanqing import ui
from tuanqing.ui.screens import reporting

PAGE = {"title": "Reporting", "icon": ":material/fact_check:", "order": 20, "section": "To do"}

reporting.draw(ui.page())
