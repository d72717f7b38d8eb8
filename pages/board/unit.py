"""Unit: one county, township or school with everything known about it."""

from tuanqing import ui
from tuanqing.ui.screens import unit

PAGE = {"title": "Unit", "icon": ":material/location_city:", "order": 60, "section": "Units"}

unit.draw(ui.page())
